// Which names of entities and of a snapshot mean the same place.
#pragma once

#include "orm/schema/database_schema.h"

namespace ormd::postgres {

// A name without a schema and the same name in "public" are one as a rule, and no database is at hand to ask for its
// search path. What stands in the snapshot under the one is not taken for gone where the entities have the other: it
// keeps the name that it has there.
DatabaseSchema AlignSchemas(DatabaseSchema wanted, const DatabaseSchema& snapshot);

}  // namespace ormd::postgres
