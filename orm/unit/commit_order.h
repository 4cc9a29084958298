// The order in which entity types are inserted, so that a row's references stand before it; deletes go the other way
// round.
#pragma once

#include <vector>

#include "orm/metadata/schema.h"

namespace ormd {

// Made once for a schema; immutable. Types are sorted topologically by their foreign keys: those of owning to-one
// relations, and others. Cycles are broken at nullable relations, whose values an extra update writes after the
// inserts; only a cycle of required relations leaves a type before one that it needs.
class CommitOrder {
 public:
  explicit CommitOrder(const Schema& schema);

  // Position of a type: lower ranks are inserted first.
  size_t rank(const EntityMetadata& entity) const { return ranks_[entity.index]; }

 private:
  std::vector<size_t> ranks_;
};

}  // namespace ormd
