// The items of a to-many relation of one entity.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "orm/unit/entity_list.h"

namespace ormd {

// While it is not initialised its items are unknown: additions and removals are kept as a delta, in which the last word
// about an item counts. Order is the database's, additions last. No item stands twice.
class Collection {
 public:
  // What an addition or removal has changed, to take it back.
  struct Step {
    Entity* item;
    bool known;                       // the collection was initialised
    std::optional<size_t> cancelled;  // its place in the opposite delta, which it was taken out of
    bool listed;                      // it was put into its own
    std::optional<size_t> place;      // of a removed item
  };

  // What differs from the database, or may differ as long as the items are unknown.
  struct Delta {
    EntityList added;
    EntityList removed;
  };

  using DeltaList = EntityList Delta::*;

  bool initialized() const { return initialized_; }
  // Meaningful once initialised; removed items are gone, added ones at the end.
  const EntityList& items() const { return items_; }
  bool Holds(Entity* item) const { return items_.Contains(item); }

  const Delta& delta() const { return delta_; }
  const EntityList& added() const { return delta_.added; }
  const EntityList& removed() const { return delta_.removed; }
  bool dirty() const { return !added().empty() || !removed().empty(); }

  // Fills it with what the database holds; what of the delta differs from that stays on top.
  void Initialize(std::vector<Entity*> items);
  // The items are unknown again; the delta stays.
  void Forget();
  // Takes Initialize back: the delta is as it was before, too.
  void UndoInitialize(Delta before);
  // Takes the item out of a list of the delta, as long as items are unknown; answers its place there, nullopt where it
  // has none.
  std::optional<size_t> Release(Entity* item, DeltaList list);
  void UndoRelease(Entity* item, DeltaList list, size_t place);
  // Nullopt where nothing changes.
  std::optional<Step> Add(Entity* item);
  std::optional<Step> Remove(Entity* item);
  // Take back the last step. Items that were read since it was made without them are unknown again.
  void UndoAdd(const Step& step);
  void UndoRemove(const Step& step);
  // The item has turned out to be none: it is in neither items nor delta.
  void Drop(Entity* item);
  // The delta is in the database. No step from before is taken back.
  void MarkClean();

 private:
  bool initialized_ = false;
  EntityList items_;
  Delta delta_;
};

}  // namespace ormd
