// Keeps runners on one database apart.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "orm/driver/connection.h"
#include "orm/sql/platform.h"

namespace ormd {

// PostgreSQL: an advisory lock of the session, held from Acquire until the object goes. SQLite: the write lock, held
// from Begin to the end of that transaction, so others may run in between: what was read before must be read again.
class RunnerLock {
 public:
  // Waits at most `timeout` for another runner, in Acquire and in each Begin. The connection must outlive the lock.
  RunnerLock(const Platform& platform, Connection& connection, absl::Duration timeout);
  ~RunnerLock();
  RunnerLock(const RunnerLock&) = delete;
  RunnerLock& operator=(const RunnerLock&) = delete;

  // LOCK_NOT_AVAILABLE where it does not come in time.
  absl::Status Acquire(const Context& context);
  // Begins a transaction that nobody else's can run beside. LOCK_NOT_AVAILABLE likewise.
  absl::Status Begin(const Context& context);

 private:
  absl::StatusOr<bool> TryAcquire(const Context& context);

  const bool session_lock_;
  Connection& connection_;
  const absl::Duration timeout_;
  bool held_ = false;
};

}  // namespace ormd
