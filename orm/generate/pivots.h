// Tables that are nothing but a many-to-many relation.
#pragma once

#include "orm/generate/relations.h"

namespace ormd {

// Moves them from `map.tables` to `map.pivots`.
void FindPivots(RelationMap& map);

}  // namespace ormd
