// A database in the terms that entities have for it.
#pragma once

#include "orm/schema/database_schema.h"
#include "orm/sql/platform.h"

namespace ormd {

// With database types where options cannot say the digits (numeric(3,5)); with texts of database types for lists of
// lists and times with a zone, which no kind holds; and with names for uniques that would share one: SQLite names them
// nowhere, or twice. Pure.
DatabaseSchema FitSchema(DatabaseSchema database, const Platform& platform);

}  // namespace ormd
