// The items of a to-many relation of one entity.
#pragma once

#include <vector>

#include "absl/container/flat_hash_set.h"

namespace ormd {

class Entity;

// While it is not initialised its items are unknown: additions and removals are kept as a delta. Order is the
// database's, additions last. No item stands twice.
class Collection {
 public:
  bool initialized() const { return initialized_; }
  // Meaningful once initialised; removed items are gone, added ones at the end.
  const std::vector<Entity*>& items() const { return items_; }

  // What differs from the database.
  const std::vector<Entity*>& added() const { return added_; }
  const std::vector<Entity*>& removed() const { return removed_; }
  bool dirty() const { return !added_.empty() || !removed_.empty(); }

  // Fills it with what the database holds; the delta stays on top.
  void Initialize(std::vector<Entity*> items);
  // Takes that back: the items are unknown again.
  void Forget();
  // True where something changed.
  bool Add(Entity* item);
  bool Remove(Entity* item);
  // The delta is in the database.
  void MarkClean();

 private:
  bool initialized_ = false;
  std::vector<Entity*> items_;
  absl::flat_hash_set<Entity*> known_;  // of items_
  std::vector<Entity*> added_;
  std::vector<Entity*> removed_;
};

}  // namespace ormd
