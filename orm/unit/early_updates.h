// Finds what changed rows must let go of before others are written.
#pragma once

#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "orm/sql/platform.h"
#include "orm/unit/unit_of_work.h"

namespace ormd {

// In this order, the early deletes behind the leavers; the inserts come last.
struct EarlyUpdates {
  // Values that are null for a while, where nothing else helps: unique ones that go round in a circle or whose rows
  // wait for an insert, and references to rows that are deleted early.
  std::vector<std::pair<Entity*, const PropertyMetadata*>> clears;
  // Rows that referred to what is deleted early.
  std::vector<Entity*> leavers;
  // Rows that change a unique value which another row takes over; those of a layer before those of the next one.
  std::vector<std::vector<Entity*>> layers;
};

// What cannot be helped is written in the usual order: what may not be null, or what a foreign key that is no relation
// refers to, of rows that go round in a circle or wait for an insert.
EarlyUpdates FindEarlyUpdates(const UnitOfWork& unit, const absl::flat_hash_set<const Entity*>& early_deletes,
                              const Platform& platform);

}  // namespace ormd
