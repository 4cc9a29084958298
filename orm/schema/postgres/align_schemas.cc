#include "orm/schema/postgres/align_schemas.h"

#include <algorithm>
#include <map>
#include <memory>

#include "orm/schema/postgres/statements.h"

namespace ormd::postgres {
namespace {

constexpr std::string_view kUsual = "public";

template <typename Part>
bool Has(const std::vector<Part>& parts, const TableName& name) {
  return std::any_of(parts.begin(), parts.end(), [&name](const Part& part) { return part.name == name; });
}

// The other way to write it; the name itself where there is none.
TableName OtherOf(const TableName& name) {
  if (name.schema.empty()) return {std::string(kUsual), name.name};
  return name.schema == kUsual ? TableName{"", name.name} : name;
}

class Aligner {
 public:
  explicit Aligner(const DatabaseSchema& snapshot) : snapshot_(snapshot) {}

  void Run(DatabaseSchema& wanted) {
    for (EnumType& type : wanted.enums) AlignType(type, wanted);
    for (View& view : wanted.views) Align(view.name, snapshot_.views);
    for (Table& table : wanted.tables) {
      const TableName name = table.name;
      if (Align(table.name, snapshot_.tables)) tables_.emplace(name, table.name);
    }
    for (Table& table : wanted.tables) {
      for (ForeignKey& key : table.foreign_keys) {
        const auto moved = tables_.find(key.target);
        if (moved != tables_.end()) key.target = moved->second;
      }
    }
  }

 private:
  template <typename Part>
  static bool Align(TableName& name, const std::vector<Part>& parts) {
    const TableName other = OtherOf(name);
    if (Has(parts, name) || !Has(parts, other)) return false;
    name = other;
    return true;
  }

  void AlignType(EnumType& type, DatabaseSchema& wanted) const {
    const std::string from = Quoted(type.name);
    if (!Align(type.name, snapshot_.enums)) return;
    for (Table& table : wanted.tables) {
      for (TableColumn& column : table.columns) column.type = WithDatabaseType(column.type, from, Quoted(type.name));
    }
  }

  const DatabaseSchema& snapshot_;
  std::map<TableName, TableName> tables_;
};

}  // namespace

DatabaseSchema AlignSchemas(DatabaseSchema wanted, const DatabaseSchema& snapshot) {
  Aligner(snapshot).Run(wanted);
  return wanted;
}

}  // namespace ormd::postgres
