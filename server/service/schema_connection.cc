#include "server/service/schema_connection.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/migration/errors.h"

namespace ormd {
namespace {

constexpr absl::Duration kOneTry = absl::Milliseconds(50);

}  // namespace

absl::StatusOr<PooledConnection> AcquireForSchema(Pool& pool, absl::Duration& lock_timeout, const Context& context) {
  ORMD_RETURN_IF_ERROR(context.Check());
  if (!pool.driver().single_writer()) return pool.Acquire(Access::kWrite, context);
  const absl::Time start = absl::Now();
  const absl::Duration patience = std::max(lock_timeout, kOneTry);
  absl::StatusOr<PooledConnection> connection = pool.Acquire(Access::kWrite, context, patience);
  if (ReasonOf(connection.status()) == Reason::kPoolExhausted) return OthersAreWriting();
  lock_timeout = std::max(absl::ZeroDuration(), lock_timeout - (absl::Now() - start));
  return connection;
}

}  // namespace ormd
