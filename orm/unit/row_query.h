// Reads that need no entities: rows straight from the driver.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "orm/sql/select.h"
#include "orm/unit/entity_manager.h"

namespace ormd {

// The select of the roots of a find.
SelectQuery SelectOf(const EntityMetadata& entity, const FindOptions& options);

// Runs the select of `options` (populate, lock and refresh must be unset) on a connection of the pool, for an answer in
// one message: LIMIT_EXCEEDED beyond the environment's max_rows_bytes. The result's columns stand in the order that
// orm/sql/select.h says for options.fields.
absl::StatusOr<std::unique_ptr<Result>> ReadRows(const OrmEnvironment& environment, const EntityMetadata& entity,
                                                 const FindOptions& options, const Context& context);

// The same for a select that is compiled already.
absl::StatusOr<std::unique_ptr<Result>> ReadRows(const OrmEnvironment& environment, const Statement& select,
                                                 const Context& context);

// Counts on a connection of the pool.
absl::StatusOr<int64_t> CountRows(const OrmEnvironment& environment, const EntityMetadata& entity,
                                  const Condition& where, const Context& context);

// The number in the result of CompileCount.
absl::StatusOr<int64_t> ReadCount(const Result& result);

}  // namespace ormd
