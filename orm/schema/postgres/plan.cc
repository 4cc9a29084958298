#include "orm/schema/postgres/plan.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/schema/postgres/column_operations.h"
#include "orm/schema/postgres/enum_work.h"
#include "orm/schema/postgres/errors.h"
#include "orm/schema/postgres/part_operations.h"
#include "orm/schema/postgres/statements.h"
#include "orm/schema/postgres/table_work.h"
#include "orm/schema/postgres/view_work.h"

namespace ormd::postgres {
namespace {

class Planner {
 public:
  explicit Planner(const SchemaDiff& diff)
      : diff_(diff), enums_(diff), tables_(WorkOn(diff, enums_)), views_(diff, tables_, enums_) {}

  std::vector<Operation> Run() && {
    for (const std::string& name : diff_.namespaces) {
      operations_.push_back({Safety::kSafe,
                             StrCat("create schema ", Quoted(name)),
                             {StrCat("CREATE SCHEMA IF NOT EXISTS ", Quoted(name))}});
    }
    TakeAway();
    Rename();
    Build();
    Connect();
    return std::move(operations_);
  }

 private:
  void TakeAway() {
    views_.AppendDrops(operations_);
    for (const TableWork& table : tables_) AppendForeignKeyDrops(table, operations_);
    for (const TableWork& table : tables_) AppendPartDrops(table, operations_);
    for (const Table* table : diff_.dropped) AppendTableDrop(*table, operations_);
  }

  void Rename() {
    AppendTableRenames(tables_, operations_);
    AppendPartRenames(tables_, operations_);
    for (const TableWork& table : tables_) {
      AppendColumnDrops(table, operations_);
      AppendColumnRenames(table, operations_);
    }
  }

  void Build() {
    enums_.AppendBefore(operations_);
    for (const Table* table : diff_.created) AppendNewTable(*table, operations_);
    for (const TableWork& table : tables_) {
      AppendColumnChanges(table, operations_);
      AppendPartAdditions(table, operations_);
      AppendTableComment(table, operations_);
    }
  }

  void Connect() {
    for (const Table* table : diff_.created) AppendNewForeignKeys(*table, operations_);
    for (const TableWork& table : tables_) AppendForeignKeys(table, operations_);
    enums_.AppendAfter(operations_);
    views_.AppendCreates(operations_);
  }

  const SchemaDiff& diff_;
  const EnumWork enums_;
  const std::vector<TableWork> tables_;
  const ViewWork views_;
  std::vector<Operation> operations_;
};

}  // namespace

absl::StatusOr<std::vector<Operation>> PlanSteps(const SchemaDiff& diff) {
  const DatabaseSchema& before = *diff.before;
  for (const std::string& name : diff.namespaces) {
    const auto& ahead = before.schemas_ahead;
    if (!before.first_schema.empty() && std::find(ahead.begin(), ahead.end(), name) != ahead.end()) {
      return SchemaTakesFirstPlace(name, before.first_schema);
    }
  }
  return Planner(diff).Run();
}

}  // namespace ormd::postgres
