// Finds what changed rows must let go of before others are written.
#pragma once

#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "orm/unit/unit_of_work.h"

namespace ormd {

struct EarlyUpdates {
  // Values that may be null and are null for a while: unique ones that another row takes over, and references to rows
  // that are deleted early. Before everything else.
  std::vector<std::pair<Entity*, const PropertyMetadata*>> clears;
  // Rows that are updated before the early deletes, because they refer to what goes.
  std::vector<Entity*> leavers;
  // Rows that are updated behind these and before the inserts, because another row takes over a unique value that they
  // change; those of a layer before those of the next one.
  std::vector<std::vector<Entity*>> layers;
};

// What cannot be helped is left: a reference or value that may not be null, of a row that waits for an insert, or that
// is exchanged for another's.
EarlyUpdates FindEarlyUpdates(const UnitOfWork& unit, const absl::flat_hash_set<const Entity*>& early_deletes);

}  // namespace ormd
