// What SQLite can keep of a schema that was built from entities.
#pragma once

#include "absl/status/statusor.h"
#include "orm/schema/database_schema.h"

namespace ormd {

// Names of namespaces become part of the names of tables, views and indexes. Types are those that the declarations of
// columns keep; an enum is a text with a check. A unique is an index over whole columns and all rows, whichever way the
// entity asks for it. Keys have no names, comments are gone, and a rule NO ACTION is none.
absl::StatusOr<DatabaseSchema> AdaptToSqlite(DatabaseSchema built);

}  // namespace ormd
