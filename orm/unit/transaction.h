// The transaction of an EntityManager: a connection between Begin and Commit or Rollback, with nested savepoints.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "orm/driver/pool.h"

namespace ormd {

// Depth 0: none open. Depth 1: the transaction. Depth n > 1: savepoint n - 1 of it. Rolls back when destroyed.
class Transaction {
 public:
  explicit Transaction(Pool& pool) : pool_(pool) {}
  ~Transaction();

  int depth() const { return depth_; }
  bool open() const { return depth_ > 0; }
  bool read_only() const { return options_.read_only; }
  // nullptr where none is open, or where it is committed().
  Connection* connection() const { return open() && !committed() ? &*connection_ : nullptr; }
  // Counts from 1, and on when a transaction begins or has removed rows: others may have gone along with them, so that
  // none is known to be locked any more (Entity::locked_in).
  uint32_t number() const { return number_; }
  void ForgetLocks() { ++number_; }

  absl::StatusOr<int> Begin(const TransactionOptions& options, const Context& context);
  // Ends everything from `depth` (1 to depth()) inwards.
  absl::Status Commit(int depth, const Context& context);
  // A statement has committed the transaction, or failed to: what Commit, which must be the next call, will say. A
  // Rollback ends it too, with NO_TRANSACTION. The connection goes back already: the next call may be long in coming.
  void CommittedBy(absl::Status status);
  bool committed() const { return committed_.has_value(); }
  // It is over whatever the status: what could not be rolled back can still be with the level outside of it.
  absl::Status Rollback(int depth, const Context& context);

 private:
  void End();

  Pool& pool_;
  PooledConnection connection_;
  TransactionOptions options_;
  int depth_ = 0;
  uint32_t number_ = 0;
  std::optional<absl::Status> committed_;
};

}  // namespace ormd
