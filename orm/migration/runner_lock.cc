#include "orm/migration/runner_lock.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/migration/errors.h"

namespace ormd {
namespace {

constexpr int64_t kKey = 0x6F726D642D6D6967;  // "ormd-mig"
constexpr absl::Duration kPollInterval = absl::Milliseconds(50);
constexpr absl::Duration kUnlockTime = absl::Seconds(5);

// SQLite may give up a wait before its time, and ends it by the context's deadline after it.
bool IsStillLocked(const absl::Status& status, const Context& context) {
  const Reason reason = ReasonOf(status);
  return reason == Reason::kLockNotAvailable || (reason == Reason::kStatementTimeout && context.Check().ok());
}

}  // namespace

RunnerLock::RunnerLock(const Platform& platform, Connection& connection, absl::Duration timeout)
    : session_lock_(platform.name() == "postgresql"), connection_(connection), timeout_(timeout) {}

RunnerLock::~RunnerLock() {
  if (!held_ || connection_.broken()) return;
  const Statement unlock = {StrCat("SELECT pg_advisory_unlock(", kKey, ")"), {}};
  connection_.Execute(unlock, {absl::Now() + kUnlockTime, nullptr}).IgnoreError();
}

absl::StatusOr<bool> RunnerLock::TryAcquire(const Context& context) {
  const Statement lock = {StrCat("SELECT pg_try_advisory_lock(", kKey, ")"), {}};
  ORMD_ASSIGN_OR_RETURN(const auto result, connection_.Execute(lock, context));
  ORMD_ASSIGN_OR_RETURN(const Value held, DecodeCell(Type{.kind = TypeKind::kBool}, result->cell(0, 0)));
  return held.as<bool>();
}

// Asks again and again: a statement that waits in the server has a snapshot, for whose end the other runner's CREATE
// INDEX CONCURRENTLY would wait in turn.
absl::Status RunnerLock::Acquire(const Context& context) {
  const absl::Time until = absl::Now() + timeout_;
  while (session_lock_ && !held_) {
    ORMD_ASSIGN_OR_RETURN(held_, TryAcquire(context));
    if (held_) break;
    if (absl::Now() >= until) return AnotherRunner();
    ORMD_RETURN_IF_ERROR(context.Check());
    absl::SleepFor(std::min({kPollInterval, until - absl::Now(), context.remaining()}));
  }
  return absl::OkStatus();
}

absl::Status RunnerLock::Begin(const Context& context) {
  if (session_lock_) return connection_.Begin({}, context);
  const absl::Time until = absl::Now() + timeout_;
  while (true) {
    // At least one try, however short the time.
    Context bounded = context;
    bounded.deadline = std::min(context.deadline, std::max(until, absl::Now() + kPollInterval));
    absl::Status status = connection_.Begin({}, bounded);
    if (status.ok() || !IsStillLocked(status, context)) return status;
    if (absl::Now() >= until) return AnotherRunner();
  }
}

}  // namespace ormd
