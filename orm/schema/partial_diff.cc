#include "orm/schema/partial_diff.h"

#include <algorithm>

#include "orm/schema/errors.h"

namespace ormd {
namespace {

using Names = std::vector<std::string>;

template <typename Part>
void KeepNew(std::vector<Change<Part>>& changes) {
  std::erase_if(changes, [](const Change<Part>& change) { return !change.is_new() && !change.only_name; });
}

// Drops the constraints of a change that cannot be made before its columns are.
class Reduction {
 public:
  explicit Reduction(TableChange& change) : change_(change) {
    for (const TableColumn& column : change.table.after->columns) {
      if (change.table.before->FindColumn(column.name) == nullptr) missing_.push_back(column.name);
    }
  }

  void Run() {
    change_.columns.clear();
    change_.keeps_values = true;
    const Change<PrimaryKey>& key = change_.primary_key;
    const bool stays = !key.is_new() && !key.only_name;
    if (stays || key.is_gone() || !Stand(key.after->columns)) change_.primary_key = {};
    Reduce(change_.uniques, [&](const UniqueConstraint& unique) { return Stand(unique.columns); });
    Reduce(change_.indexes, [&](const TableIndex& index) {
      return Stand(index.columns) && Stand(index.include) && Speaks(index.expression) && Speaks(index.where);
    });
    Reduce(change_.checks, [&](const TableCheck& check) { return Speaks(check.expression); });
    Reduce(change_.foreign_keys, [&](const ForeignKey& key) { return Stand(key.columns); });
  }

 private:
  template <typename Part, typename Possible>
  static void Reduce(std::vector<Change<Part>>& changes, Possible possible) {
    KeepNew(changes);
    std::erase_if(changes, [&](const Change<Part>& change) { return !possible(*change.after); });
  }

  bool Stand(const Names& columns) const {
    return std::find_first_of(columns.begin(), columns.end(), missing_.begin(), missing_.end()) == columns.end();
  }

  // Of standing columns only, as far as one can tell without reading the SQL.
  bool Speaks(const std::string& sql) const {
    return std::none_of(missing_.begin(), missing_.end(),
                        [&](const std::string& name) { return sql.find(name) != std::string::npos; });
  }

  TableChange& change_;
  Names missing_;
};

template <typename Part>
bool HasNew(const std::vector<Change<Part>>& changes) {
  return std::any_of(changes.begin(), changes.end(), [](const Change<Part>& change) { return change.is_new(); });
}

bool MakesNothing(const TableChange& change) {
  const bool key = change.primary_key.is_new() && !change.primary_key.is_gone();
  return !key && !HasNew(change.uniques) && !HasNew(change.indexes) && !HasNew(change.checks) &&
         !HasNew(change.foreign_keys);
}

template <typename Part>
bool HasName(const std::vector<Part>& parts, const TableName& name) {
  return std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
}

template <typename Part>
void Erase(std::vector<Part>& parts, const std::vector<Part>& gone) {
  std::erase_if(parts, [&](const Part& part) { return HasName(gone, part.name); });
}

}  // namespace

SchemaDiff OnlyNew(SchemaDiff diff) {
  KeepNew(diff.enums);
  KeepNew(diff.views);
  diff.dropped.clear();
  for (TableChange& change : diff.changed) Reduction(change).Run();
  std::erase_if(diff.changed, [](const TableChange& change) { return change.is_renamed() || MakesNothing(change); });
  return diff;
}

SchemaDiff WithoutLosses(SchemaDiff diff, const Dialect& dialect) {
  const auto loses = [&](const Change<TableColumn>& column) {
    if (column.is_new() || column.is_gone()) return false;
    const bool computed = column.after->generated.has_value() && !column.before->generated.has_value();
    return computed || dialect.MayLoseValues(*column.before, *column.after);
  };
  for (TableChange& change : diff.changed) {
    std::erase_if(change.columns, loses);
    change.keeps_values = true;
  }
  std::erase_if(diff.changed, [](const TableChange& change) { return change.empty(); });
  return diff;
}

absl::StatusOr<DatabaseSchema> Without(DatabaseSchema standing, const DatabaseSchema& gone) {
  for (const OtherTable& other : standing.others) {
    const bool goes = HasName(gone.tables, other.name) || HasName(gone.views, other.name);
    if (other.unreadable && goes) return UnreadableObject(other.name.name);
  }
  Erase(standing.enums, gone.enums);
  Erase(standing.tables, gone.tables);
  Erase(standing.views, gone.views);
  for (Table& table : standing.tables) {
    std::erase_if(table.foreign_keys, [&](const ForeignKey& key) { return HasName(gone.tables, key.target); });
  }
  return standing;
}

}  // namespace ormd
