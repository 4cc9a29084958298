// Where a path ends once the hops are left out that no table is needed for.
#pragma once

#include <vector>

#include "orm/query/condition.h"

namespace ormd {

// Columns of the entity that the hops lead to; none of a formula. The key of a related entity stands in the columns
// that refer to it, so that the last hop is none where the path asks for no more.
struct Reach {
  std::vector<const PropertyMetadata*> hops;
  const EntityMetadata* entity = nullptr;
  std::vector<size_t> columns;
};

std::vector<size_t> OwnColumns(const PropertyMetadata& property);

Reach ReachOf(const EntityMetadata& root, const PropertyPath& path);

}  // namespace ormd
