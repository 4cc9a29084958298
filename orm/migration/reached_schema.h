// What stands after a migration, and how to get back.
#pragma once

#include <string>
#include <vector>

#include "orm/schema/compare.h"
#include "orm/schema/database_schema.h"

namespace ormd {

// `diff.after` with the parts of `diff.before` that the steps of the diff leave standing: tables, views and enums that
// are unknown and, where the diff is `safe`, whatever else it does not drop or change. Constraints and indexes of
// tables that do not change have the names under which they stand.
DatabaseSchema ReachedSchema(const SchemaDiff& diff, bool safe);

// What the snapshot keeps of `wanted`, of which `diff.after` is the normal form (Dialect::Normalize): with the names of
// constraints and indexes in `reached`, and with the columns there that the diff leaves at another type.
DatabaseSchema SnapshotOf(const SchemaDiff& diff, const DatabaseSchema& reached, DatabaseSchema wanted);

// `schema` with the tables and views that match `ignore` (CompareOptions) as they are in `before`, and without those
// that are not there: a migration that ignores them does nothing to them, so a later one has it all to do.
DatabaseSchema WithIgnoredAsBefore(DatabaseSchema schema, const DatabaseSchema& before,
                                   const std::vector<std::string>& ignore);

// `diff.before` with hints (renamed_from) that undo what the diff renames.
DatabaseSchema WithRenamesUndone(const SchemaDiff& diff);

}  // namespace ormd
