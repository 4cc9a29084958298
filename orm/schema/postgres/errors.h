// The errors of this folder.
#pragma once

#include "absl/status/status.h"
#include "orm/schema/database_schema.h"

namespace ormd::postgres {

// UNSUPPORTED.
// The schema would stand in the search path before the one that names without a schema mean.
absl::Status SchemaTakesFirstPlace(const std::string& schema, const std::string& first);
absl::Status TooManyColumns(const TableName& table);
// Values of the column's type have no order.
absl::Status NoKeyType(const TableName& table, const std::string& column);

}  // namespace ormd::postgres
