// Runs migrations that were chosen, each with its row in the log.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "orm/driver/connection.h"
#include "orm/migration/migration_log.h"
#include "orm/migration/migration_run.h"
#include "orm/migration/migration_step.h"
#include "orm/migration/migrator.h"
#include "orm/migration/runner_lock.h"
#include "orm/migration/script_guard.h"

namespace ormd {

// Everything it is made of must outlive it; the run is open, no transaction is.
class StepRunner {
 public:
  StepRunner(const Dialect& dialect, Connection& connection, MigrationRun& run, const RunMigrations& options);

  // In their order; answers those that it has run, which are not those that another runner was faster with. Where one
  // fails, those before it stand, unless all or nothing is asked for.
  absl::StatusOr<std::vector<std::string>> Run(const std::vector<MigrationStep>& steps, const Context& context);

 private:
  absl::Status RunEach(const std::vector<MigrationStep>& steps, const Context& context);
  absl::Status RunTogether(const std::vector<MigrationStep>& steps, const Context& context);
  absl::Status RunInTransaction(const MigrationStep& step, const Context& context);
  absl::Status RunAlone(const MigrationStep& step, const Context& context);

  // Inside a transaction: whatever belongs to the step, but for the commit.
  absl::Status RunAndLog(const MigrationStep& step, const Context& context);
  // Whether the log still says that the step is to be run.
  absl::StatusOr<bool> IsDue(const MigrationStep& step, const Context& context);
  absl::StatusOr<FormerNames> RunStatements(const MigrationStep& step, const Context& context);
  absl::Status Leave(const MigrationStep& step, const FormerNames& former_names, const Context& context);
  absl::Status WriteLog(const MigrationStep& step, absl::Time start, const Context& context);
  absl::Status Commit(const MigrationStep& step, const Context& context);
  absl::Status Failed(const StatementPlace& place, const absl::Status& status) const;

  void Tell(MigrationProgress::Event event, const MigrationStep& step, size_t statement, absl::Duration duration) const;
  // Tells of those that have run since the last time, and remembers them.
  void Done();

  struct Ran {
    const MigrationStep* step = nullptr;
    absl::Duration duration;
  };

  const Dialect& dialect_;
  Connection& connection_;
  RunnerLock& lock_;
  const RunMigrations& options_;
  const MigrationLog& log_;
  ScriptGuard guard_;
  std::vector<Ran> ran_;  // not yet committed
  std::vector<std::string> names_;
};

}  // namespace ormd
