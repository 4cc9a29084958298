// A runner at work: it has the lock, and the log is ready.
#pragma once

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/migration/migration_set.h"
#include "orm/migration/runner_lock.h"

namespace ormd {

// Everything it is made of must outlive it.
class MigrationRun {
 public:
  MigrationRun(const Platform& platform, Connection& connection, absl::Duration lock_timeout)
      : log_(platform), connection_(connection), lock_(platform, connection, lock_timeout) {}

  // Waits for the lock where it is not held yet, makes the log where it is missing, and brings it up to date with what
  // was rolled up.
  absl::StatusOr<MigrationSet> Open(std::vector<MigrationFile> files, const Context& context);

  // Runs `work` in a transaction, which is rolled back where it fails.
  template <typename Work>
  absl::Status InTransaction(const Context& context, Work work) {
    if (absl::Status status = lock_.Begin(context); !status.ok()) return status;
    absl::Status status = work();
    if (status.ok()) return connection_.Commit(context);
    connection_.Rollback(context).IgnoreError();
    return status;
  }

  RunnerLock& lock() { return lock_; }
  const MigrationLog& log() const { return log_; }

 private:
  absl::Status Prepare(MigrationSet& set, const Context& context);

  MigrationLog log_;
  Connection& connection_;
  RunnerLock lock_;
};

}  // namespace ormd
