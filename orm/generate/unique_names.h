// Names of unique constraints, which entities need where the database has none, or where ormd's own are taken. Pure.
#pragma once

#include "orm/generate/relations.h"
#include "orm/schema/database_schema.h"

namespace ormd {

// Gives names to uniques that would share one: SQLite names them nowhere, or twice.
void NameUniques(DatabaseSchema& database);

// Finds the one_to_ones whose own unique constraint says all: there is no other over their columns, and nothing else in
// `database` has its name.
void FindOwnUniques(const DatabaseSchema& database, RelationMap& relations);

}  // namespace ormd
