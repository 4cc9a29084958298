// Rows of one entity type that refers to itself, in the order of these references.
#pragma once

#include <vector>

#include "orm/unit/entity.h"

namespace ormd {

// How a row refers: Entity::reference or Entity::stored_reference.
using ReferenceOf = Entity* (Entity::*)(const PropertyMetadata& property) const;

// Whether an owning to-one relation of `entity` leads to `target`.
bool RefersTo(const EntityMetadata& entity, const EntityMetadata& target);

// The rows with those that others of them refer to first, as far as there is no cycle; else in the order given.
std::vector<Entity*> ParentsFirst(const std::vector<Entity*>& rows, ReferenceOf reference);

// For rows in that order: how many of them stand above each, on the longest way up.
std::vector<size_t> DepthsOf(const std::vector<Entity*>& rows, ReferenceOf reference);

}  // namespace ormd
