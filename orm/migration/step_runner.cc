#include "orm/migration/step_runner.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/driver/errors.h"

namespace ormd {
namespace {

using Event = MigrationProgress::Event;

}  // namespace

StepRunner::StepRunner(const Dialect& dialect, Connection& connection, MigrationRun& run, const RunMigrations& options)
    : dialect_(dialect),
      connection_(connection),
      lock_(run.lock()),
      options_(options),
      log_(run.log()),
      guard_(dialect, connection) {}

absl::StatusOr<std::vector<std::string>> StepRunner::Run(const std::vector<MigrationStep>& steps,
                                                         const Context& context) {
  for (const MigrationStep& step : steps) {
    if (options_.all_or_nothing && !step.transactional) return NeedsTransaction(step.name);
  }
  ORMD_RETURN_IF_ERROR(options_.all_or_nothing ? RunTogether(steps, context) : RunEach(steps, context));
  return names_;
}

absl::Status StepRunner::RunEach(const std::vector<MigrationStep>& steps, const Context& context) {
  for (const MigrationStep& step : steps) {
    ORMD_RETURN_IF_ERROR(context.Check());
    ORMD_RETURN_IF_ERROR(guard_.Enter(context));
    ORMD_RETURN_IF_ERROR(step.transactional ? RunInTransaction(step, context) : RunAlone(step, context));
    Done();
  }
  return absl::OkStatus();
}

absl::Status StepRunner::RunTogether(const std::vector<MigrationStep>& steps, const Context& context) {
  if (steps.empty()) return absl::OkStatus();
  ORMD_RETURN_IF_ERROR(guard_.Enter(context));
  ORMD_RETURN_IF_ERROR(lock_.Begin(context));
  for (const MigrationStep& step : steps) {
    absl::Status status = RunAndLog(step, context);
    if (status.ok()) continue;
    connection_.Rollback(context).IgnoreError();
    return status;
  }
  ORMD_RETURN_IF_ERROR(Commit(steps.back(), context));
  Done();
  return absl::OkStatus();
}

absl::Status StepRunner::RunInTransaction(const MigrationStep& step, const Context& context) {
  ORMD_RETURN_IF_ERROR(lock_.Begin(context));
  absl::Status status = RunAndLog(step, context);
  if (status.ok()) return Commit(step, context);
  connection_.Rollback(context).IgnoreError();
  return status;
}

absl::Status StepRunner::RunAndLog(const MigrationStep& step, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const bool due, IsDue(step, context));
  if (!due) return absl::OkStatus();
  Tell(Event::kStarted, step, 0, absl::ZeroDuration());
  const absl::Time start = absl::Now();
  ORMD_ASSIGN_OR_RETURN(const FormerNames former_names, RunStatements(step, context));
  ORMD_RETURN_IF_ERROR(Leave(step, former_names, context));
  return WriteLog(step, start, context);
}

// The log is written when everything has run: what is interrupted runs again.
absl::Status StepRunner::RunAlone(const MigrationStep& step, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const bool due, IsDue(step, context));
  if (!due) return absl::OkStatus();
  Tell(Event::kStarted, step, 0, absl::ZeroDuration());
  const absl::Time start = absl::Now();
  const absl::StatusOr<FormerNames> ran = RunStatements(step, context);
  absl::Status status = ran.status();
  // A connection without a transaction of its own that has one open.
  if (connection_.broken() && connection_.ExecuteScript("ROLLBACK", {}).ok() && status.ok()) {
    status = TransactionLeftOpen(step.Place());
  }
  if (!status.ok()) return status;
  ORMD_RETURN_IF_ERROR(Leave(step, *ran, context));
  ORMD_RETURN_IF_ERROR(lock_.Begin(context));
  status = WriteLog(step, start, context);
  if (status.ok()) return Commit(step, context);
  connection_.Rollback(context).IgnoreError();
  return status;
}

absl::StatusOr<bool> StepRunner::IsDue(const MigrationStep& step, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const std::vector<ExecutedMigration> executed, log_.Read(connection_, context));
  const auto found =
      std::find_if(executed.begin(), executed.end(), [&](const auto& other) { return other.name == step.name; });
  if (found == executed.end()) return !step.down;
  if (!step.down && found->checksum != step.checksum) return ChangedMigrations({step.name});
  return step.down;
}

absl::StatusOr<FormerNames> StepRunner::RunStatements(const MigrationStep& step, const Context& context) {
  const std::unique_ptr<ScriptRunner> script = dialect_.NewScript(connection_);
  for (size_t i = 0; i < step.statements.size(); ++i) {
    const absl::Time start = absl::Now();
    const absl::Status status = script->Run(step.statements[i].sql, context);
    if (!status.ok()) return Failed(step.Place(i), status);
    Tell(Event::kStatement, step, i + 1, absl::Now() - start);
  }
  return script->former_names();
}

absl::Status StepRunner::Leave(const MigrationStep& step, const FormerNames& former_names, const Context& context) {
  const absl::Status status = guard_.Leave(step.Place(), former_names, context);
  return status.ok() || ReasonOf(status) == Reason::kMigrationFailed ? status : Failed(step.Place(), status);
}

absl::Status StepRunner::WriteLog(const MigrationStep& step, absl::Time start, const Context& context) {
  const absl::Time now = absl::Now();
  const absl::Status status = step.down ? log_.Remove(connection_, step.name, context)
                                        : log_.Add(connection_, {step.name, step.checksum, now, now - start}, context);
  if (!status.ok()) return Failed(step.Place(), status);
  ran_.push_back({&step, now - start});
  return absl::OkStatus();
}

absl::Status StepRunner::Commit(const MigrationStep& step, const Context& context) {
  const absl::Status status = connection_.Commit(context);
  return status.ok() ? status : Failed(step.Place(), status);
}

absl::Status StepRunner::Failed(const StatementPlace& place, const absl::Status& status) const {
  return MigrationStepFailed(place, status, !CodeOfDatabase(status).empty() ? connection_.last_words() : "");
}

void StepRunner::Tell(Event event, const MigrationStep& step, size_t statement, absl::Duration duration) const {
  if (options_.progress) {
    options_.progress({event, step.name, step.down, statement, step.statements.size(), duration});
  }
}

void StepRunner::Done() {
  for (const Ran& ran : ran_) {
    Tell(Event::kDone, *ran.step, ran.step->statements.size(), ran.duration);
    names_.push_back(ran.step->name);
  }
  ran_.clear();
}

}  // namespace ormd
