// What PostgreSQL keeps of a schema that was built from entities.
#pragma once

#include "absl/status/statusor.h"
#include "orm/schema/database_schema.h"

namespace ormd::postgres {

// In the words that reading it back gives: NO ACTION is nothing said, btree and the default collation have no name, a
// char has a length. UNSUPPORTED where a table has more columns than PostgreSQL holds, or a key over a type that has no
// order.
absl::StatusOr<DatabaseSchema> AdaptSchema(DatabaseSchema built);

}  // namespace ormd::postgres
