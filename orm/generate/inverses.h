// The other sides of relations.
#pragma once

#include <vector>

#include "orm/generate/model.h"

namespace ormd {

// Adds the inverse sides of to-one relations, then both sides of many-to-many relations. Precondition: messages and
// properties have their names.
void AddInverses(const RelationMap& relations, std::vector<EntityPlan>& plans);

}  // namespace ormd
