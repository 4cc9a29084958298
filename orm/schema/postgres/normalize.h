// Brings what entities ask for into PostgreSQL's words.
#pragma once

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/schema/database_schema.h"

namespace ormd::postgres {

// As Dialect::Normalize says: asks PostgreSQL by temporary things that are gone before it returns. Names of the search
// path's first schema lose it.
absl::StatusOr<DatabaseSchema> NormalizeSchema(DatabaseSchema adapted, const DatabaseSchema& standing,
                                               Connection& connection, const Context& context);

}  // namespace ormd::postgres
