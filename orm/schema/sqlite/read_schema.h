// Reads the schema of an SQLite database.
#pragma once

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/schema/database_schema.h"

namespace ormd {

// As Dialect::Read; of the main database. Virtual tables, and those in which they keep their data, are left out.
// Tables and views whose text cannot be understood are among DatabaseSchema::others.
absl::StatusOr<DatabaseSchema> ReadSqliteSchema(Connection& connection, const Context& context);

}  // namespace ormd
