// Brings what entities ask for into PostgreSQL's words.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/schema/database_schema.h"

namespace ormd::postgres {

// Names of the first schema lose it.
DatabaseSchema WithoutFirstSchema(DatabaseSchema adapted, const std::string& first_schema);

// As Dialect::Normalize says: asks PostgreSQL by temporary things that are gone before it returns.
absl::StatusOr<DatabaseSchema> NormalizeSchema(DatabaseSchema adapted, const DatabaseSchema& standing,
                                               Connection& connection, const Context& context);

}  // namespace ormd::postgres
