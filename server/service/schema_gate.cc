#include "server/service/schema_gate.h"

#include <utility>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/driver/errors.h"
#include "orm/schema/schema_manager.h"
#include "server/runtime/log.h"
#include "server/service/errors.h"

namespace ormd {
namespace {

// Between two comparisons of a database that lacks something.
constexpr absl::Duration kPause = absl::Seconds(2);
// For the pending migrations in an error.
constexpr absl::Duration kExplainTimeout = absl::Seconds(1);

constexpr std::string_view kIgnoreName = "ignore";

// What stands beyond the entities does no harm.
CompareOptions MissingOnly() {
  CompareOptions options;
  options.safe = true;
  return options;
}

std::vector<std::string> SummariesOf(const std::vector<Operation>& operations) {
  std::vector<std::string> summaries;
  for (const Operation& operation : operations) summaries.push_back(operation.summary);
  return summaries;
}

std::vector<std::string> PendingOf(const std::vector<MigrationState>& states) {
  std::vector<std::string> pending;
  for (const MigrationState& state : states) {
    if (state.kind == MigrationState::Kind::kPending) pending.push_back(state.name);
  }
  return pending;
}

}  // namespace

SchemaGate::SchemaGate(const OrmEnvironment& environment, const Settings& settings)
    : environment_(environment),
      settings_(settings),
      closed_(settings.schema_check != kIgnoreName),
      status_(NotComparedYet()) {}

Migrator SchemaGate::migrator() const {
  return Migrator(environment_.schema, DialectOf(environment_.platform), MigrationDirectory(settings_.migrations));
}

absl::Status SchemaGate::Check(const Context& context) {
  uint64_t generation = 0;
  {
    absl::MutexLock lock(&mutex_);
    const bool settled = compared_ && (status_.ok() || absl::Now() - compared_at_ < kPause);
    if (settled) return status_;
    generation = generation_;
  }
  ORMD_ASSIGN_OR_RETURN(const Mode mode, ModeOf(settings_.schema_check));
  std::string last_words;
  const absl::Status status = Compare(mode, context, &last_words);
  const Reason reason = ReasonOf(status);
  // That the database did not answer says nothing about its schema.
  const bool unknown = reason == Reason::kDatabaseUnavailable || reason == Reason::kPoolExhausted ||
                       reason == Reason::kStatementTimeout || reason == Reason::kStatementCancelled;
  if (unknown) return status;
  Store(generation, mode, status, std::move(last_words));
  return this->status();
}

void SchemaGate::Store(uint64_t generation, Mode mode, const absl::Status& status, std::string last_words) {
  absl::MutexLock lock(&mutex_);
  if (generation != generation_) return;
  compared_ = true;
  synced_ = mode == Mode::kSync && status.ok();
  status_ = status;
  last_words_ = std::move(last_words);
  compared_at_ = absl::Now();
  closed_.store(!status.ok(), std::memory_order_relaxed);
}

void SchemaGate::Reset() {
  absl::MutexLock lock(&mutex_);
  ++generation_;
  if (synced_) return;
  compared_ = false;
  status_ = absl::OkStatus();
  closed_.store(false, std::memory_order_relaxed);
}

void SchemaGate::Forget(const absl::Status& fault) {
  absl::MutexLock lock(&mutex_);
  compared_ = false;
  synced_ = false;
  if (closed()) status_ = fault;
}

absl::Status SchemaGate::status() const {
  if (!closed()) return absl::OkStatus();
  absl::MutexLock lock(&mutex_);
  return status_;
}

std::string SchemaGate::last_words() const {
  absl::MutexLock lock(&mutex_);
  return last_words_;
}

absl::StatusOr<SchemaGate::Mode> SchemaGate::ModeOf(const std::string& name) const {
  if (name == kIgnoreName) return Mode::kIgnore;
  if (name == "sync") return Mode::kSync;
  if (name == "require" || environment_.platform.name() != "sqlite") return Mode::kRequire;
  // Who keeps migrations wants them to run, and not to find their work done.
  ORMD_ASSIGN_OR_RETURN(const std::vector<MigrationFile> files, MigrationDirectory(settings_.migrations).Read());
  return files.empty() ? Mode::kSync : Mode::kRequire;
}

absl::Status SchemaGate::Compare(Mode mode, const Context& context, std::string* last_words) const {
  if (mode == Mode::kIgnore) return absl::OkStatus();
  ORMD_ASSIGN_OR_RETURN(const PooledConnection connection, environment_.pool.Acquire(Access::kWrite, context));
  absl::Status status = mode == Mode::kSync ? Sync(*connection, context) : Require(*connection, context);
  if (status.ok()) status = WarnOfObstacles(*connection, context);
  if (!CodeOfDatabase(status).empty()) *last_words = connection->last_words();
  return status;
}

absl::Status SchemaGate::Require(Connection& connection, const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(const std::vector<MigrationState> states, migrator().List(connection, context));
  const SchemaManager manager(environment_.schema, DialectOf(environment_.platform));
  ORMD_ASSIGN_OR_RETURN(const std::vector<Operation> missing, manager.Missing(connection, context));
  const std::vector<std::string> pending = PendingOf(states);
  if (missing.empty() && pending.empty()) return absl::OkStatus();
  return SchemaLacks(SummariesOf(missing), pending);
}

absl::Status SchemaGate::Sync(Connection& connection, const Context& context) const {
  const SchemaManager manager(environment_.schema, DialectOf(environment_.platform));
  // Most starts find everything there, and need neither lock nor transaction.
  ORMD_ASSIGN_OR_RETURN(std::vector<Operation> missing, manager.Missing(connection, context));
  if (missing.empty()) return absl::OkStatus();
  ORMD_ASSIGN_OR_RETURN(const std::vector<Operation> made,
                        manager.Update(connection, MissingOnly(), SchemaMode::kRun, context));
  for (const Operation& operation : made) Log(LogLevel::kInfo, "schema", {{"made", operation.summary}});
  // What might lose something is nothing to be done unasked.
  ORMD_ASSIGN_OR_RETURN(missing, manager.Missing(connection, context));
  return missing.empty() ? absl::OkStatus() : SyncLeaves(SummariesOf(missing));
}

absl::Status SchemaGate::WarnOfObstacles(Connection& connection, const Context& context) const {
  const SchemaManager manager(environment_.schema, DialectOf(environment_.platform));
  ORMD_ASSIGN_OR_RETURN(const std::vector<std::string> obstacles, manager.Obstacles(connection, context));
  for (const std::string& column : obstacles) {
    Log(LogLevel::kWarn, "no entity knows a column that may not be null: nothing can be created", {{"column", column}});
  }
  return absl::OkStatus();
}

absl::Status SchemaGate::Explain(const absl::Status& status) const {
  if (ReasonOf(status) != Reason::kSchemaOutOfDate || closed()) return status;
  const Context context{absl::Now() + kExplainTimeout, std::make_shared<Cancellation>()};
  const absl::StatusOr<PooledConnection> connection = environment_.pool.Acquire(Access::kRead, context);
  if (!connection.ok()) return status;
  const absl::StatusOr<std::vector<MigrationState>> states = migrator().List(**connection, context);
  if (!states.ok()) return status;
  return WithPending(status, PendingOf(*states));
}

}  // namespace ormd
