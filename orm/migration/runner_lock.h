// Keeps runners on one database apart.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "orm/driver/connection.h"
#include "orm/schema/schema_lock.h"
#include "orm/sql/platform.h"

namespace ormd {

// The schema lock, held from Acquire until the object goes. On PostgreSQL a migration that gives back all locks of its
// session gives back this one too: what was read before must be read again in each transaction.
class RunnerLock {
 public:
  // Waits at most `timeout`, in Acquire and in each Begin. The connection must outlive the lock.
  RunnerLock(const Platform& platform, Connection& connection, absl::Duration timeout);
  RunnerLock(const RunnerLock&) = delete;
  RunnerLock& operator=(const RunnerLock&) = delete;

  // LOCK_NOT_AVAILABLE where it does not come in time.
  absl::Status Acquire(const Context& context);
  // Begins a transaction; on SQLite others may be writing. LOCK_NOT_AVAILABLE likewise.
  absl::Status Begin(const Context& context);

 private:
  SchemaLock lock_;
  const bool waits_to_write_;
  Connection& connection_;
  const absl::Duration timeout_;
};

}  // namespace ormd
