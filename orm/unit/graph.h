// Collects the entities that belong to the answer of a find.
#pragma once

#include <vector>

#include "orm/unit/entity_manager.h"

namespace ormd {

// The roots with the slots of `options.fields`, and everything that `options.populate` reaches from them with its
// default fields.
FindResult CollectGraph(const EntityMetadata& entity, std::vector<Entity*> roots, const FindOptions& options);

}  // namespace ormd
