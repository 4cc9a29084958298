#include <utility>

#include "orm/base/error.h"
#include "orm/migration/migration_run.h"
#include "orm/migration/migrator.h"
#include "orm/migration/snapshot_schema.h"
#include "orm/migration/step_runner.h"
#include "orm/schema/partial_diff.h"
#include "orm/schema/schema_manager.h"

namespace ormd {
namespace {

// `ours`: schemas whose tables, views and enums go.
absl::Status DropAll(const Dialect& dialect, const std::vector<DatabaseSchema>& ours, Connection& connection,
                     const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema standing, dialect.Read(connection, context));
  DatabaseSchema rest = standing;
  for (const DatabaseSchema& schema : ours) {
    ORMD_ASSIGN_OR_RETURN(rest, Without(std::move(rest), dialect.AlignNames(schema, standing)));
  }
  ORMD_ASSIGN_OR_RETURN(const std::vector<Operation> operations,
                        dialect.Plan(Compare(standing, rest, {true, false, {}})));
  for (const std::string& statement : StatementsOf(operations)) {
    ORMD_RETURN_IF_ERROR(connection.ExecuteScript(statement, context));
  }
  return absl::OkStatus();
}

absl::Status EmptyLog(const MigrationLog& log, Connection& connection, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const std::vector<ExecutedMigration> executed, log.Read(connection, context));
  for (const ExecutedMigration& migration : executed) {
    ORMD_RETURN_IF_ERROR(log.Remove(connection, migration.name, context));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> Migrator::Fresh(Connection& connection, const RunMigrations& options,
                                                         const Context& context) const {
  const Platform& platform = dialect_.platform();
  ORMD_ASSIGN_OR_RETURN(std::vector<MigrationFile> files, directory_.Read());
  std::vector<DatabaseSchema> ours(1);
  ORMD_ASSIGN_OR_RETURN(ours[0], DesiredSchema(schema_, dialect_));
  ORMD_ASSIGN_OR_RETURN(std::optional<DatabaseSchema> snapshot, SnapshotSchema(directory_));
  if (snapshot.has_value()) ours.push_back(*std::move(snapshot));

  // Whatever is wrong with the files is found before anything is dropped.
  const MigrationSet set = {std::move(files), {}};
  ORMD_ASSIGN_OR_RETURN(const auto chosen, ChooseUp(set, options));
  ORMD_ASSIGN_OR_RETURN(const std::vector<MigrationStep> steps, MakeSteps(platform, chosen, false));

  MigrationRun run(platform, connection, options.lock_timeout);
  ORMD_RETURN_IF_ERROR(run.Open({}, context).status());
  {
    ScriptGuard guard(dialect_, connection);
    ORMD_RETURN_IF_ERROR(guard.Enter(context));
    ORMD_RETURN_IF_ERROR(run.InTransaction(context, [&]() -> absl::Status {
      ORMD_RETURN_IF_ERROR(DropAll(dialect_, ours, connection, context));
      ORMD_RETURN_IF_ERROR(EmptyLog(run.log(), connection, context));
      return guard.Leave({"", "the drop of what stood", 0, 0, true}, {}, context);
    }));
  }
  return StepRunner(dialect_, connection, run, options).Run(steps, context);
}

}  // namespace ormd
