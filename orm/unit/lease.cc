#include "orm/unit/lease.h"

#include "orm/base/error.h"

namespace ormd {

absl::StatusOr<Connection*> Lease::Get(const Context& context) {
  if (connection_ == nullptr) {
    ORMD_ASSIGN_OR_RETURN(borrowed_, pool_.Acquire(access_, context));
    connection_ = &*borrowed_;
  }
  return connection_;
}

absl::StatusOr<std::unique_ptr<Result>> Lease::Execute(const Statement& statement, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(Connection * connection, Get(context));
  return connection->Execute(statement, context);
}

}  // namespace ormd
