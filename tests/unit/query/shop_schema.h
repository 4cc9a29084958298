// The entities that tests of queries and SQL speak of.
#pragma once

#include "orm/metadata/schema.h"

namespace ormd {

// Loaded once; ends the program with its faults where it does not load.
const Schema& ShopSchema();

// By short name.
const EntityMetadata& ShopEntity(std::string_view name);

}  // namespace ormd
