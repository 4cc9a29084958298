#include "orm/query/reach.h"

#include <algorithm>
#include <numeric>

namespace ormd {
namespace {

// Puts the columns of a relation in the place of the key columns that they refer to; false where `columns` are not all
// of the key.
bool MoveToForeignKey(const PropertyMetadata& relation, std::vector<size_t>& columns) {
  const std::vector<size_t>& key = relation.target->key_columns;
  std::vector<size_t> moved;
  for (const size_t column : columns) {
    const auto found = std::find(key.begin(), key.end(), column);
    if (found == key.end()) return false;
    moved.push_back(relation.first_column + static_cast<size_t>(found - key.begin()));
  }
  columns = std::move(moved);
  return true;
}

}  // namespace

std::vector<size_t> OwnColumns(const PropertyMetadata& property) {
  std::vector<size_t> columns(property.column_count);
  std::iota(columns.begin(), columns.end(), property.first_column);
  return columns;
}

Reach ReachOf(const EntityMetadata& root, const PropertyPath& path) {
  Reach reach{path.hops, path.hops.empty() ? &root : path.hops.back()->target, {}};
  if (path.property != nullptr && path.property->is_to_one() && path.property->is_inverse()) {
    reach.hops.push_back(path.property);
    reach.entity = path.property->target;
    reach.columns = reach.entity->key_columns;
  } else {
    reach.columns = path.property == nullptr ? reach.entity->key_columns : OwnColumns(*path.property);
  }
  while (!reach.columns.empty() && !reach.hops.empty() && reach.hops.back()->has_columns()) {
    if (!MoveToForeignKey(*reach.hops.back(), reach.columns)) break;
    reach.entity = reach.hops.back()->owner;
    reach.hops.pop_back();
  }
  return reach;
}

}  // namespace ormd
