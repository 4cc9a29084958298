#include "orm/schema/column_rules.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/schema/renames.h"

namespace ormd {
namespace {

using Names = std::vector<std::string>;

// No name of a column.
constexpr std::string_view kItself = "\x1F";

class Rules {
 public:
  Rules(const Table& table, const TableColumn& column) : table_(table), name_(column.name) {}

  std::multiset<std::string> List() && {
    Add("key", table_.primary_key.columns, "");
    for (const UniqueConstraint& unique : table_.uniques) Add("unique", unique.columns, "");
    for (const TableIndex& index : table_.indexes) AddIndex(index);
    for (const ForeignKey& key : table_.foreign_keys) {
      Add("refers", key.columns,
          StrCat(key.target.schema, ".", key.target.name, "(", StrJoin(key.target_columns, ","), ")"));
    }
    for (const TableCheck& check : table_.checks) AddSql("check", check.expression);
    return std::move(rules_);
  }

 private:
  void Add(std::string_view kind, Names columns, std::string_view more) {
    const auto itself = std::find(columns.begin(), columns.end(), name_);
    if (itself == columns.end()) return;
    *itself = std::string(kItself);
    rules_.insert(StrCat(kind, " ", StrJoin(columns, ","), " ", more));
  }

  void AddIndex(const TableIndex& index) {
    if (!index.unique) return;
    Add("unique", index.columns, index.where.empty() ? "" : Unnamed(index.where));
    AddSql("unique", index.expression);
  }

  void AddSql(std::string_view kind, std::string_view sql) {
    std::string unnamed = Unnamed(sql);
    if (unnamed != RenamedSql(sql, {})) rules_.insert(StrCat(kind, " ", unnamed));
  }

  std::string Unnamed(std::string_view sql) const { return RenamedSql(sql, {{name_, std::string(kItself)}}); }

  const Table& table_;
  const std::string& name_;
  std::multiset<std::string> rules_;
};

}  // namespace

std::multiset<std::string> RulesOf(const Table& table, const TableColumn& column) {
  return Rules(table, column).List();
}

}  // namespace ormd
