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
      waits_to_write_(platform.name() == "sqlite"),
      connection_(connection),
      timeout_(timeout) {}

absl::Status RunnerLock::Acquire(const Context& context) { return lock_.Acquire(absl::Now() + timeout_, context); }

absl::Status RunnerLock::Begin(const Context& context) {
  if (!waits_to_write_) return connection_.Begin({}, context);
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
