// Keeps runners on one database apart.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "orm/driver/connection.h"
#include "orm/schema/schema_lock.h"
#include "orm/sql/platform.h"

namespace ormd {

// The schema lock, held from Acquire until the object goes, and on PostgreSQL once more by each transaction: a lock of
// the session is lost where a migration gives back all locks. Where a pooler lends its sessions by transactions, it may
// be another session that holds it, for which the transactions wait in vain. What was read before a transaction must be
// read again in it.
class RunnerLock {
 public:
  // Waits at most `timeout`, in Acquire and in each Begin. The connection must outlive the lock.
  RunnerLock(const Platform& platform, Connection& connection, absl::Duration timeout);
  RunnerLock(const RunnerLock&) = delete;
  RunnerLock& operator=(const RunnerLock&) = delete;

  // LOCK_NOT_AVAILABLE where it does not come in time.
  absl::Status Acquire(const Context& context);
  // Begins a transaction, which has the lock and sees what others have committed that had it before; on SQLite others
  // may be writing. LOCK_NOT_AVAILABLE likewise, and no transaction is open then.
  absl::Status Begin(const Context& context);

 private:
  absl::Status BeginLocked(const Context& context);
  absl::Status WaitToWrite(const Context& context);

  SchemaLock lock_;
  const Platform& platform_;
  Connection& connection_;
  const absl::Duration timeout_;
};

}  // namespace ormd
