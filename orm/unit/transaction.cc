#include "orm/unit/transaction.h"

#include <utility>

#include "orm/base/error.h"
#include "orm/unit/errors.h"

namespace ormd {

Transaction::~Transaction() {
  if (open()) End();
}

absl::StatusOr<int> Transaction::Begin(const TransactionOptions& options, const Context& context) {
  if (open()) {
    if (options.isolation != Isolation::kDefault) return unit_error::NestedIsolation("isolation");
    if (options.read_only) return unit_error::NestedIsolation("read_only");
    ORMD_RETURN_IF_ERROR(connection_->Savepoint(depth_, context));
    return ++depth_;
  }
  ORMD_ASSIGN_OR_RETURN(connection_, pool_.Acquire(options.read_only ? Access::kRead : Access::kWrite, context));
  const absl::Status begun = connection_->Begin(options, context);
  if (!begun.ok()) {
    connection_.Release();
    return begun;
  }
  options_ = options;
  ++number_;
  return depth_ = 1;
}

absl::Status Transaction::Commit(int depth, const Context& context) {
  if (depth > 1) {
    ORMD_RETURN_IF_ERROR(connection_->ReleaseSavepoint(depth - 1, context));
    depth_ = depth - 1;
    return absl::OkStatus();
  }
  const absl::Status status = committed() ? *committed_ : connection_->Commit(context);
  End();
  return status;
}

void Transaction::CommittedBy(absl::Status status) {
  depth_ = 1;
  committed_ = std::move(status);
  connection_.Release();
}

absl::Status Transaction::Rollback(int depth, const Context& context) {
  if (depth > 1) {
    depth_ = depth - 1;
    ORMD_RETURN_IF_ERROR(connection_->RollbackToSavepoint(depth - 1, context));
    return connection_->ReleaseSavepoint(depth - 1, Connection::UndoContext());
  }
  if (committed()) {
    End();
    return unit_error::NoTransaction();
  }
  const absl::Status rolled_back = connection_->Rollback(context);
  const bool gone = connection_->broken();  // and the transaction with it
  End();
  return gone ? absl::OkStatus() : rolled_back;
}

// The pool rolls back what is still open.
void Transaction::End() {
  depth_ = 0;
  options_ = {};
  committed_.reset();
  connection_.Release();
}

}  // namespace ormd
