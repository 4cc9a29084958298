// What stands after a migration, and how to get back.
#pragma once

#include "orm/schema/compare.h"
#include "orm/schema/database_schema.h"

namespace ormd {

// `diff.after` with the parts of `diff.before` that the steps of the diff leave standing: tables, views and enums that
// are unknown and, where the diff is `safe`, whatever else it does not drop.
DatabaseSchema ReachedSchema(const SchemaDiff& diff, bool safe);

// `diff.before` with hints (renamed_from) that undo what the diff renames.
DatabaseSchema WithRenamesUndone(const SchemaDiff& diff);

}  // namespace ormd
