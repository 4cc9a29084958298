// The connection of one call: the open transaction's, or one that is borrowed from the pool at first use.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "orm/driver/pool.h"

namespace ormd {

class Lease {
 public:
  // `transaction` may be nullptr; otherwise it outlives the lease.
  Lease(Pool& pool, Connection* transaction, Access access)
      : pool_(pool), in_transaction_(transaction != nullptr), connection_(transaction), access_(access) {}

  bool in_transaction() const { return in_transaction_; }

  absl::StatusOr<Connection*> Get(const Context& context);
  absl::StatusOr<std::unique_ptr<Result>> Execute(const Statement& statement, const Context& context);

 private:
  Pool& pool_;
  const bool in_transaction_;
  Connection* connection_;
  Access access_;
  PooledConnection borrowed_;
};

}  // namespace ormd
