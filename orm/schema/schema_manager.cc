#include "orm/schema/schema_manager.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/build_schema.h"
#include "orm/schema/errors.h"
#include "orm/schema/null_fill.h"
#include "orm/schema/partial_diff.h"
#include "orm/schema/schema_transaction.h"

namespace ormd {
namespace {

using Operations = std::vector<Operation>;

absl::StatusOr<FormerNames> RunAll(const Dialect& dialect, Connection& connection, const Operations& operations,
                                   const Context& context) {
  const std::unique_ptr<ScriptRunner> script = dialect.NewScript(connection);
  for (const Operation& operation : operations) {
    for (const std::string& sql : operation.statements) {
      const absl::Status status = script->Run(sql, context);
      if (!status.ok()) return SchemaStepFailed(operation, status, connection.last_words());
    }
  }
  return script->former_names();
}

bool NeedsValue(const TableColumn& column) {
  return !column.nullable && !column.identity && !column.default_sql.has_value() && !column.generated.has_value();
}

// `plan` answers the operations by what stands.
template <typename Plan>
absl::StatusOr<Operations> Carry(const Dialect& dialect, Connection& connection, SchemaMode mode,
                                 const Context& context, Plan plan) {
  if (mode == SchemaMode::kDump) {
    ORMD_ASSIGN_OR_RETURN(const DatabaseSchema standing, dialect.Read(connection, context));
    return plan(standing);
  }
  SchemaTransaction transaction(dialect, connection);
  ORMD_RETURN_IF_ERROR(transaction.Begin(context));
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema standing, dialect.Read(connection, context));
  ORMD_ASSIGN_OR_RETURN(Operations operations, plan(standing));
  if (operations.empty()) return operations;
  ORMD_ASSIGN_OR_RETURN(const FormerNames former_names, RunAll(dialect, connection, operations, context));
  ORMD_RETURN_IF_ERROR(transaction.Commit(former_names, context));
  return operations;
}

absl::StatusOr<Operations> PlanDrop(const Dialect& dialect, const DatabaseSchema& standing,
                                    const DatabaseSchema& rest) {
  return dialect.Plan(Compare(standing, rest, {.drop_unknown = true, .safe = false, .ignore = {}}));
}

// Nothing that stands is taken for what is missing, whatever the hints say.
absl::StatusOr<Operations> PlanCreate(const Dialect& dialect, const DatabaseSchema& standing, DatabaseSchema desired) {
  for (Table& table : desired.tables) {
    table.renamed_from.clear();
    for (TableColumn& column : table.columns) column.renamed_from.clear();
  }
  return dialect.Plan(OnlyNew(Compare(standing, desired, {.drop_unknown = false, .safe = true, .ignore = {}})));
}

}  // namespace

absl::StatusOr<DatabaseSchema> DesiredSchema(const Schema& schema, const Dialect& dialect) {
  ORMD_ASSIGN_OR_RETURN(DatabaseSchema built, BuildSchema(schema, dialect.platform()));
  return dialect.Adapt(std::move(built));
}

absl::StatusOr<Operations> SchemaManager::Create(Connection& connection, SchemaMode mode,
                                                 const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema adapted, DesiredSchema(schema_, dialect_));
  return Carry(dialect_, connection, mode, context, [&](const DatabaseSchema& standing) -> absl::StatusOr<Operations> {
    ORMD_ASSIGN_OR_RETURN(DatabaseSchema desired, dialect_.Normalize(adapted, standing, connection, context));
    return PlanCreate(dialect_, standing, std::move(desired));
  });
}

absl::StatusOr<Operations> SchemaManager::Update(Connection& connection, const CompareOptions& options, SchemaMode mode,
                                                 const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema adapted, DesiredSchema(schema_, dialect_));
  return Carry(dialect_, connection, mode, context, [&](const DatabaseSchema& standing) -> absl::StatusOr<Operations> {
    ORMD_ASSIGN_OR_RETURN(DatabaseSchema desired, dialect_.Normalize(adapted, standing, connection, context));
    SchemaDiff diff = Compare(standing, desired, options);
    if (!options.safe) return dialect_.Plan(diff);
    ORMD_RETURN_IF_ERROR(AllowStandingNulls(diff, dialect_.platform(), connection, context, desired));
    return dialect_.Plan(WithoutLosses(Compare(standing, desired, options), dialect_));
  });
}

absl::StatusOr<Operations> SchemaManager::Missing(Connection& connection, const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema adapted, DesiredSchema(schema_, dialect_));
  const auto plan = [&](const DatabaseSchema& standing) -> absl::StatusOr<Operations> {
    ORMD_ASSIGN_OR_RETURN(const DatabaseSchema desired, dialect_.Normalize(adapted, standing, connection, context));
    return dialect_.Plan(Compare(standing, desired, {.drop_unknown = false, .safe = true, .ignore = {}}));
  };
  return Carry(dialect_, connection, SchemaMode::kDump, context, plan);
}

absl::StatusOr<std::vector<std::string>> SchemaManager::Obstacles(Connection& connection,
                                                                  const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(DatabaseSchema adapted, DesiredSchema(schema_, dialect_));
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema standing, dialect_.Read(connection, context));
  const DatabaseSchema desired = dialect_.AlignNames(std::move(adapted), standing);
  const Platform& platform = dialect_.platform();
  std::vector<std::string> obstacles;
  for (const Table& table : standing.tables) {
    const Table* wanted = desired.FindTable(table.name);
    if (wanted == nullptr) continue;
    for (const TableColumn& column : table.columns) {
      if (wanted->FindColumn(column.name) != nullptr || !NeedsValue(column)) continue;
      obstacles.push_back(
          StrCat(platform.QuoteTable(table.name.schema, table.name.name), ".", platform.Quote(column.name)));
    }
  }
  return obstacles;
}

absl::StatusOr<Operations> SchemaManager::Diff(Connection& connection, const CompareOptions& options,
                                               const Context& context) const {
  return Update(connection, options, SchemaMode::kDump, context);
}

absl::StatusOr<Operations> SchemaManager::Drop(Connection& connection, SchemaMode mode, const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema adapted, DesiredSchema(schema_, dialect_));
  return Carry(dialect_, connection, mode, context, [&](const DatabaseSchema& standing) -> absl::StatusOr<Operations> {
    ORMD_ASSIGN_OR_RETURN(const DatabaseSchema rest, Without(standing, dialect_.AlignNames(adapted, standing)));
    return PlanDrop(dialect_, standing, rest);
  });
}

// What is made meets none of what stood, so nothing need be printed by the database first.
absl::StatusOr<Operations> SchemaManager::Fresh(Connection& connection, SchemaMode mode, const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema adapted, DesiredSchema(schema_, dialect_));
  return Carry(dialect_, connection, mode, context, [&](const DatabaseSchema& standing) -> absl::StatusOr<Operations> {
    const DatabaseSchema desired = dialect_.AlignNames(adapted, standing);
    ORMD_ASSIGN_OR_RETURN(const DatabaseSchema rest, Without(standing, desired));
    ORMD_ASSIGN_OR_RETURN(Operations operations, PlanDrop(dialect_, standing, rest));
    ORMD_ASSIGN_OR_RETURN(const Operations made, PlanCreate(dialect_, rest, desired));
    operations.insert(operations.end(), made.begin(), made.end());
    return operations;
  });
}

}  // namespace ormd
