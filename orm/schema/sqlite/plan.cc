#include "orm/schema/sqlite/plan.h"

#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/errors.h"
#include "orm/schema/sqlite/alter_table.h"
#include "orm/schema/sqlite/errors.h"
#include "orm/schema/sqlite/named_parts.h"
#include "orm/schema/sqlite/table_sql.h"
#include "orm/schema/sqlite/table_step.h"
#include "orm/schema/sqlite/view_changes.h"

namespace ormd {
namespace {

absl::Status CheckTable(const Table& table) {
  if (table.columns.empty()) return SqliteWantsColumns(table);
  for (const TableColumn& column : table.columns) {
    const bool whole = table.primary_key.columns.size() == 1 && table.primary_key.columns.front() == column.name;
    if (column.identity && !whole) return SqliteCountsOnlyWholeKeys(table, column);
  }
  return absl::OkStatus();
}

class Planner {
 public:
  explicit Planner(const SchemaDiff& diff) : diff_(diff), renames_(RenamesOf(diff)) {}

  absl::StatusOr<std::vector<Operation>> Run() {
    ORMD_ASSIGN_OR_RETURN(views_, ViewChangesOf(diff_, renames_));
    ORMD_RETURN_IF_ERROR(CheckCreated());
    for (const TableChange& change : diff_.changed) steps_.push_back(StepOf(change, renames_));
    for (const TableStep& step : steps_) {
      ORMD_RETURN_IF_ERROR(CheckTable(step.to));
      differences_.push_back(DifferenceOf(step));
    }
    DropViews();
    DropTables();
    RenameTables();
    RenameColumns();
    for (size_t i = 0; i < steps_.size(); ++i) DropIndexes(steps_[i], differences_[i], plan_);
    for (const Table* table : diff_.created) CreateTable(*table);
    for (size_t i = 0; i < steps_.size(); ++i) AlterTable(steps_[i], differences_[i], plan_);
    for (size_t i = 0; i < steps_.size(); ++i) CreateIndexes(steps_[i], differences_[i], plan_);
    CreateViews();
    return std::move(plan_);
  }

 private:
  // What stands and could not be read is not missing.
  absl::Status CheckReadable(const TableName& name) const {
    const OtherTable* other = FindNamed(diff_.before->others, name.name);
    return other != nullptr && other->unreadable ? UnreadableObject(name.name) : absl::OkStatus();
  }

  absl::Status CheckCreated() const {
    for (const Table* table : diff_.created) {
      ORMD_RETURN_IF_ERROR(CheckReadable(table->name));
      ORMD_RETURN_IF_ERROR(CheckReadable({"", table->renamed_from}));
      ORMD_RETURN_IF_ERROR(CheckTable(*table));
    }
    for (const View* view : views_.created) ORMD_RETURN_IF_ERROR(CheckReadable(view->name));
    return absl::OkStatus();
  }

  void DropViews() {
    for (const View* view : views_.dropped) {
      const std::string name = QuoteSqlite(view->name.name);
      plan_.push_back({Safety::kSafe, StrCat("drop view ", name), {StrCat("DROP VIEW ", name)}});
    }
  }

  void DropTables() {
    for (const Table* table : diff_.dropped) {
      const std::string name = QuoteSqlite(table->name.name);
      plan_.push_back({Safety::kMayLoseData, StrCat("drop table ", name), {StrCat("DROP TABLE ", name)}});
    }
  }

  // SQLite brings references of other tables along, but not in its legacy mode.
  void RenameTables() {
    std::vector<RenameStep> wanted;
    for (const auto& [before, after] : renames_.tables) wanted.push_back({before.name, after.name});
    NameSet taken;
    for (const Table& table : diff_.before->tables) taken.insert(LowerName(table.name.name));
    for (const Table* table : diff_.dropped) taken.erase(LowerName(table->name.name));
    for (const RenameStep& step : OrderRenames(std::move(wanted), std::move(taken))) {
      const std::string from = QuoteSqlite(step.from);
      const std::string to = QuoteSqlite(step.to);
      const bool guessed = std::any_of(diff_.changed.begin(), diff_.changed.end(), [&](const TableChange& change) {
        return change.table.after->name.name == step.to && IsGuessed(change.table);
      });
      plan_.push_back(
          RenameOperation(StrCat("rename table ", from, " to ", to), guessed,
                          {"PRAGMA legacy_alter_table = OFF", StrCat("ALTER TABLE ", from, " RENAME TO ", to)}));
    }
  }

  void RenameColumns() {
    for (size_t i = 0; i < steps_.size(); ++i) {
      const Table& table = steps_[i].to;
      const std::vector<Change<TableColumn>>& changes = diff_.changed[i].columns;
      for (const RenameStep& step : steps_[i].column_renames) {
        const bool guessed = std::any_of(changes.begin(), changes.end(), [&](const Change<TableColumn>& change) {
          return IsGuessed(change) && change.after->name == step.to;
        });
        const std::string to = QuoteSqlite(step.to);
        plan_.push_back(RenameOperation(StrCat("rename column ", ColumnTitle(table, step.from), " to ", to), guessed,
                                        {StrCat("ALTER TABLE ", QuoteSqlite(table.name.name), " RENAME COLUMN ",
                                                QuoteSqlite(step.from), " TO ", to)}));
      }
    }
  }

  void CreateTable(const Table& table) {
    Operation operation{Safety::kSafe, StrCat("create table ", QuoteSqlite(table.name.name)), {}};
    operation.statements.push_back(CreateTableSqlite(table));
    for (std::string& sql : CreateIndexesSqlite(table)) operation.statements.push_back(std::move(sql));
    plan_.push_back(std::move(operation));
  }

  void CreateViews() {
    for (const View* view : views_.created) {
      Operation operation{Safety::kSafe, StrCat("create view ", QuoteSqlite(view->name.name)), {}};
      operation.statements.push_back(CreateViewSqlite(*view));
      plan_.push_back(std::move(operation));
    }
  }

  const SchemaDiff& diff_;
  const Renames renames_;
  ViewChanges views_;
  std::vector<TableStep> steps_;
  std::vector<TableDifference> differences_;
  std::vector<Operation> plan_;
};

}  // namespace

absl::StatusOr<std::vector<Operation>> PlanSqlite(const SchemaDiff& diff) { return Planner(diff).Run(); }

}  // namespace ormd
