#include "orm/migration/runner_lock.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/migration/errors.h"

namespace ormd {
namespace {

constexpr absl::Duration kOneTry = absl::Milliseconds(50);

// SQLite may give up a wait before its time, and ends it by the context's deadline after it.
bool IsStillLocked(const absl::Status& status, const Context& context) {
  const Reason reason = ReasonOf(status);
  return reason == Reason::kLockNotAvailable || (reason == Reason::kStatementTimeout && context.Check().ok());
}

}  // namespace

RunnerLock::RunnerLock(const Platform& platform, Connection& connection, absl::Duration timeout)
    : lock_(platform, connection, SchemaLock::Scope::kSession),
      platform_(platform),
      connection_(connection),
      timeout_(timeout) {}

absl::Status RunnerLock::Acquire(const Context& context) { return lock_.Acquire(absl::Now() + timeout_, context); }

absl::Status RunnerLock::Begin(const Context& context) {
  return platform_.name() == "sqlite" ? WaitToWrite(context) : BeginLocked(context);
}

absl::Status RunnerLock::BeginLocked(const Context& context) {
  ORMD_RETURN_IF_ERROR(connection_.Begin({Isolation::kReadCommitted, false}, context));
  SchemaLock lock(platform_, connection_, SchemaLock::Scope::kTransaction);
  absl::Status status = lock.Acquire(absl::Now() + timeout_, context);
  if (!status.ok()) connection_.Rollback(context).IgnoreError();
  return status;
}

absl::Status RunnerLock::WaitToWrite(const Context& context) {
  const absl::Time until = absl::Now() + timeout_;
  while (true) {
    // At least one try, however short the time.
    Context bounded = context;
    bounded.deadline = std::min(context.deadline, std::max(until, absl::Now() + kOneTry));
    absl::Status status = connection_.Begin({}, bounded);
    if (status.ok() || !IsStillLocked(status, context)) return status;
    if (absl::Now() >= until) return OthersAreWriting();
  }
}

}  // namespace ormd
