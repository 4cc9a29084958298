// Connections for calls that change the schema.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "orm/driver/pool.h"

namespace ormd {

// One to write with. Where the database has a single writer, whoever has it keeps the others from the schema: the wait
// for it is part of the wait for the lock. It is bounded by `lock_timeout`, from which it is taken off, and ends with
// LOCK_NOT_AVAILABLE. Else as Pool::Acquire.
absl::StatusOr<PooledConnection> AcquireForSchema(Pool& pool, absl::Duration& lock_timeout, const Context& context);

}  // namespace ormd
