// The connection of one call: the open transaction's, or one that is borrowed from the pool at first use.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "orm/driver/pool.h"

namespace ormd {

class Lease {
 public:
  // `transaction` may be nullptr; otherwise it outlives the lease.
  Lease(Pool& pool, Connection* transaction, Access access) : pool_(pool), connection_(transaction), access_(access) {}

  absl::StatusOr<Connection*> Get(const Context& context);
  absl::StatusOr<std::unique_ptr<Result>> Execute(const Statement& statement, const Context& context);

 private:
  Pool& pool_;
  Connection* connection_;
  Access access_;
  PooledConnection borrowed_;
};

}  // namespace ormd
