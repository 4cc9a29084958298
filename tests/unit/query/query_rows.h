// Random rows, in memory and in a database.
#pragma once

#include "orm/unit/entity_manager.h"
#include "tests/unit/query/query_world.h"
#include "tests/support/dice.h"

namespace ormd {

QueryWorld RandomWorld(const Schema& schema, Dice dice);

// Replaces what the database holds of the schema, past the ORM.
absl::Status StoreWorld(const OrmEnvironment& environment, const QueryWorld& world);

}  // namespace ormd
