// Reads what stands in a PostgreSQL database.
#pragma once

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/schema/database_schema.h"
#include "orm/schema/postgres/catalog_queries.h"

namespace ormd::postgres {

// By name; columns in their own order. Expressions are as PostgreSQL prints them.
absl::StatusOr<DatabaseSchema> ReadSchema(CatalogScope scope, Connection& connection, const Context& context);

}  // namespace ormd::postgres
