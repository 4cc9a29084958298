// The rows of a large find, read as they are wanted.
#pragma once

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "orm/unit/entity_manager.h"

namespace ormd {

// Holds a connection of the pool, in a transaction, until the last row was fetched or it is destroyed, which may block.
// Not thread safe.
class RowCursor {
 public:
  // Runs the select of `options`, as ReadRows (row_query.h) does. The context bounds all that the cursor does.
  static absl::StatusOr<std::unique_ptr<RowCursor>> Open(const OrmEnvironment& environment,
                                                         const EntityMetadata& entity, const FindOptions& options,
                                                         Context context);

  // The next rows, `count` at most. Not called once it is done().
  absl::StatusOr<std::unique_ptr<Result>> Fetch(size_t count);
  // All rows were fetched.
  bool done() const { return !connection_; }

 private:
  RowCursor(PooledConnection connection, Context context)
      : connection_(std::move(connection)), context_(std::move(context)) {}

  PooledConnection connection_;
  const Context context_;
};

}  // namespace ormd
