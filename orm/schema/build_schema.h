// From entities to tables.
#pragma once

#include "absl/status/statusor.h"
#include "orm/metadata/schema.h"
#include "orm/schema/database_schema.h"
#include "orm/sql/platform.h"

namespace ormd {

// The tables of all entities, with defaults as the platform writes them, in their order, then the pivot tables of
// many-to-many relations; the views of view entities; native enums.
//
// Beside what the entities say: enums have a check or a native type; columns of relations have the type and collation
// of the key that they refer to, its former name where that made theirs, and an index where no key, unique constraint or index begins with them; an integer
// version starts at 1; lists and maps that may not be null are empty by default.
// Foreign keys without rules of their own: those of pivot tables and of primary keys cascade, nullable ones are set
// null, those of composite keys cascade updates. Names longer than 63 bytes are cut and end in a hash, and so do names
// of ours that are taken already.
//
// INTERNAL where a default does not fit its type, which the loader refuses.
absl::StatusOr<DatabaseSchema> BuildSchema(const Schema& schema, const Platform& platform);

}  // namespace ormd
