// The steps from one SQLite schema to another.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "orm/schema/compare.h"
#include "orm/schema/operation.h"

namespace ormd {

// As Dialect::Plan. Made for a transaction with foreign_keys off and legacy_alter_table off, at whose end foreign keys
// are checked, and for the dialect's ScriptRunner, which brings triggers along.
absl::StatusOr<std::vector<Operation>> PlanSqlite(const SchemaDiff& diff);

}  // namespace ormd
