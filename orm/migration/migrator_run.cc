#include "orm/base/error.h"
#include "orm/migration/migration_run.h"
#include "orm/migration/migrator.h"
#include "orm/migration/step_runner.h"

namespace ormd {

using Files = std::vector<const MigrationFile*>;

absl::StatusOr<std::vector<std::string>> Migrator::Up(Connection& connection, const RunMigrations& options,
                                                      const Context& context) const {
  const Platform& platform = dialect_.platform();
  ORMD_ASSIGN_OR_RETURN(std::vector<MigrationFile> files, directory_.Read());
  MigrationRun run(platform, connection, options.lock_timeout);
  ORMD_ASSIGN_OR_RETURN(const MigrationSet set, run.Open(std::move(files), context));
  ORMD_RETURN_IF_ERROR(CheckStates(StatesOf(set)));
  ORMD_ASSIGN_OR_RETURN(const Files chosen, ChooseUp(set, options));
  ORMD_ASSIGN_OR_RETURN(const std::vector<MigrationStep> steps, MakeSteps(platform, chosen, false));
  return StepRunner(dialect_, connection, run, options).Run(steps, context);
}

absl::StatusOr<std::vector<std::string>> Migrator::Down(Connection& connection, const RunMigrations& options,
                                                        const Context& context) const {
  const Platform& platform = dialect_.platform();
  ORMD_ASSIGN_OR_RETURN(std::vector<MigrationFile> files, directory_.Read());
  MigrationRun run(platform, connection, options.lock_timeout);
  ORMD_ASSIGN_OR_RETURN(const MigrationSet set, run.Open(std::move(files), context));
  ORMD_ASSIGN_OR_RETURN(const Files chosen, ChooseDown(set, options));
  ORMD_ASSIGN_OR_RETURN(const std::vector<MigrationStep> steps, MakeSteps(platform, chosen, true));
  return StepRunner(dialect_, connection, run, options).Run(steps, context);
}

}  // namespace ormd
