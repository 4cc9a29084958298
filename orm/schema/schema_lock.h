// Keeps apart all who change the schema of one database: runners of migrations, updates, daemons that sync at start.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "orm/driver/connection.h"
#include "orm/schema/file_lock.h"
#include "orm/sql/platform.h"

namespace ormd {

// PostgreSQL: an advisory lock, the same one in both scopes. SQLite: a file lock beside the database; a database in
// memory has no others.
class SchemaLock {
 public:
  enum class Scope {
    kSession,      // held until the object goes
    kTransaction,  // on PostgreSQL held until the open transaction ends, also by a pool that lends connections by
                   // transactions; on SQLite as kSession
  };

  // The connection must outlive the lock.
  SchemaLock(const Platform& platform, Connection& connection, Scope scope);
  ~SchemaLock();
  SchemaLock(const SchemaLock&) = delete;
  SchemaLock& operator=(const SchemaLock&) = delete;

  // Whether Acquire is to be called within the transaction, or else before it begins.
  bool of_transaction() const { return advisory_ && scope_ == Scope::kTransaction; }

  // LOCK_NOT_AVAILABLE where it does not come until then; does nothing where it is held.
  absl::Status Acquire(absl::Time until, const Context& context);

 private:
  absl::StatusOr<bool> TryAcquire(const Context& context);
  absl::StatusOr<bool> TryAdvisory(const Context& context);
  absl::StatusOr<bool> TryFile(const Context& context);

  const bool advisory_;
  const Scope scope_;
  Connection& connection_;
  std::optional<FileLock> file_;
  bool held_ = false;
};

}  // namespace ormd
