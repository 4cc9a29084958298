#include "orm/unit/row_cursor.h"

#include "orm/base/error.h"
#include "orm/sql/select.h"
#include "orm/unit/row_query.h"

namespace ormd {

absl::StatusOr<std::unique_ptr<RowCursor>> RowCursor::Open(const OrmEnvironment& environment,
                                                           const EntityMetadata& entity, const FindOptions& options,
                                                           Context context) {
  ORMD_ASSIGN_OR_RETURN(PooledConnection connection, environment.pool.Acquire(Access::kRead, context));
  ORMD_RETURN_IF_ERROR(connection->Begin({}, context));
  const Statement select = CompileSelect(environment.platform, SelectOf(entity, options));
  ORMD_RETURN_IF_ERROR(connection->OpenCursor(select, context));
  return std::unique_ptr<RowCursor>(new RowCursor(std::move(connection), std::move(context)));
}

// The rows are read, whatever becomes of the transaction.
absl::StatusOr<std::unique_ptr<Result>> RowCursor::Fetch(size_t count) {
  ORMD_ASSIGN_OR_RETURN(std::unique_ptr<Result> rows, connection_->Fetch(count, context_));
  if (rows->rows() < count) {
    connection_->Commit(context_).IgnoreError();
    connection_.Release();
  }
  return rows;
}

}  // namespace ormd
