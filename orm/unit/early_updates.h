// Finds what changed rows must let go of before others are written.
#pragma once

#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "orm/sql/platform.h"
#include "orm/unit/unit_of_work.h"

namespace ormd {

struct EarlyUpdates {
  using Layers = std::vector<std::vector<Entity*>>;

  // Values that are null for a while, where nothing else helps: unique ones that go round in a circle, or that a new
  // row takes over from one which waits for an insert; references to rows that are deleted early. Before all else.
  std::vector<std::pair<Entity*, const PropertyMetadata*>> clears;
  // Rows that referred to what is deleted early: before that.
  std::vector<Entity*> leavers;
  // Rows that change a unique value which another row takes over, those of a layer before those of the next one: before
  // the inserts, and (those that wait for one) behind them.
  Layers early;
  Layers late;
};

// What cannot be helped is left to fail: circles, and what new rows take over from rows that wait for an insert, where
// the value may not be null or a foreign key that is no relation refers to it.
EarlyUpdates FindEarlyUpdates(const UnitOfWork& unit, const absl::flat_hash_set<const Entity*>& early_deletes,
                              const Platform& platform);

}  // namespace ormd
