#include "orm/unit/early_updates.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "orm/unit/unique_tuple.h"

namespace ormd {
namespace {

using EntitySet = absl::flat_hash_set<const Entity*>;

bool IsUpdated(const Entity& entity) {
  const bool stored = entity.state() == Entity::State::kManaged || entity.state() == Entity::State::kReference;
  return stored && entity.dirty();
}

const PropertyMetadata& PropertyOf(const EntityMetadata& entity, size_t column) {
  return entity.property(entity.columns[column].property);
}

bool IsChanged(const Entity& entity, size_t unique) {
  const EntityMetadata& metadata = entity.metadata();
  const auto& columns = metadata.unique_columns[unique].columns;
  return std::any_of(columns.begin(), columns.end(),
                     [&](size_t column) { return entity.dirty(PropertyOf(metadata, column).index); });
}

// Null would reach further than this row where a foreign key follows it.
bool MayBeCleared(const PropertyMetadata& property) { return property.nullable && !property.referred_to; }

template <typename Function>
void ForEachChangedReference(const Entity& entity, Function&& function) {
  for (const auto& property : entity.metadata().properties) {
    if (property->is_to_one() && property->has_columns() && entity.dirty(property->index)) function(*property);
  }
}

bool WaitsForInsert(const Entity& entity) {
  bool waits = false;
  ForEachChangedReference(entity, [&](const PropertyMetadata& property) {
    const Entity* target = entity.reference(property);
    waits = waits || (target != nullptr && target->state() == Entity::State::kNew);
  });
  return waits;
}

class Finder {
 public:
  Finder(const UnitOfWork& unit, const EntitySet& early_deletes, const Platform& platform)
      : unit_(unit), early_deletes_(early_deletes), platform_(platform) {}

  EarlyUpdates Find() {
    FindFreed();
    if (!freed_.empty()) FindTakers();
    if (!early_deletes_.empty()) FindLeavers();
    for (const Need& need : wanted_) {
      if (WaitsForInsert(*need.before)) {
        Clear(need);
      } else if (places_.try_emplace(need.before, Place{}).second) {
        PlaceBehindItsNeeds(need.before);
      }
    }
    return std::move(found_);
  }

 private:
  // A unique value of `before` that another row takes over.
  struct Need {
    Entity* before;
    size_t unique;
  };
  struct Place {
    bool open = true;      // what it needs is being placed
    size_t next_layer = 0;  // the first one in which a row may stand that needs this one
  };

  void FindFreed() {
    for (Entity* entity : unit_.changed()) {
      if (!IsUpdated(*entity)) continue;
      for (size_t unique = 0; unique < entity->metadata().unique_columns.size(); ++unique) {
        if (DeferrableOf(*entity, unique) == Deferrable::kInitiallyDeferred || !IsChanged(*entity, unique)) continue;
        if (auto tuple = UniqueTupleOf<kStoredValues>(*entity, unique)) freed_.emplace(*std::move(tuple), entity);
      }
    }
  }

  void FindTakers() {
    for (const Entity* entity : unit_.created()) {
      if (entity->state() == Entity::State::kNew) TakeOver(*entity);
    }
    for (const Entity* entity : unit_.changed()) {
      if (IsUpdated(*entity)) TakeOver(*entity);
    }
  }

  void TakeOver(const Entity& taker) {
    ForEachUniqueTuple<kStagedValues>(taker, [&](const UniqueTuple& tuple) {
      const auto at = freed_.find(tuple);
      if (at == freed_.end() || at->second == &taker) return;
      // Rows of one statement may exchange what is checked at its end.
      const bool new_row = taker.state() == Entity::State::kNew;
      if (!new_row && DeferrableOf(taker, tuple.unique) != Deferrable::kNot) return;
      const Need need{at->second, tuple.unique};
      needs_[&taker].push_back(need);
      wanted_.push_back(need);
    });
  }

  Deferrable DeferrableOf(const Entity& entity, size_t unique) const {
    return platform_.defers_uniques() ? entity.metadata().unique_columns[unique].deferrable : Deferrable::kNot;
  }

  void FindLeavers() {
    for (Entity* entity : unit_.changed()) {
      if (!IsUpdated(*entity)) continue;
      ForEachChangedReference(*entity, [&](const PropertyMetadata& property) {
        const bool checked = property.constraint && property.deferrable != Deferrable::kInitiallyDeferred;
        if (checked && early_deletes_.contains(entity->stored_reference(property))) Leave(entity, property);
      });
    }
  }

  void Leave(Entity* entity, const PropertyMetadata& property) {
    if (!WaitsForInsert(*entity) && !TakesOver(*entity)) {
      if (places_.try_emplace(entity, Place{.open = false}).second) found_.leavers.push_back(entity);
    } else if (MayBeCleared(property)) {
      AddClear(entity, property);
    }
  }

  // Whether it takes a value over, of another row or of one that is deleted early.
  bool TakesOver(const Entity& entity) {
    if (needs_.contains(&entity)) return true;
    if (leaving_.empty()) {
      for (const Entity* deleted : early_deletes_) {
        ForEachUniqueTuple<kStoredValues>(*deleted, [&](UniqueTuple tuple) { leaving_.insert(std::move(tuple)); });
      }
    }
    bool takes = false;
    ForEachUniqueTuple<kStagedValues>(entity,
                                      [&](const UniqueTuple& tuple) { takes = takes || leaving_.contains(tuple); });
    return takes;
  }

  // With a stack of its own: chains may be long.
  void PlaceBehindItsNeeds(Entity* entity) {
    std::vector<Entity*> open = {entity};
    while (!open.empty()) {
      if (Entity* before = OpenNeed(*open.back())) {
        open.push_back(before);
      } else {
        PutInLayer(open.back());
        open.pop_back();
      }
    }
  }

  Entity* OpenNeed(const Entity& entity) {
    for (const Need& need : NeedsOf(entity)) {
      if (WaitsForInsert(*need.before)) continue;
      const auto [at, is_new] = places_.try_emplace(need.before, Place{});
      if (is_new) return need.before;
      if (at->second.open) Clear(need);  // a circle
    }
    return nullptr;
  }

  void PutInLayer(Entity* entity) {
    size_t layer = 0;
    for (const Need& need : NeedsOf(*entity)) {
      const auto at = places_.find(need.before);
      if (at != places_.end()) layer = std::max(layer, at->second.next_layer);
    }
    if (found_.layers.size() <= layer) found_.layers.resize(layer + 1);
    found_.layers[layer].push_back(entity);
    places_[entity] = {false, layer + 1};
  }

  const std::vector<Need>& NeedsOf(const Entity& entity) const {
    static const std::vector<Need> kNone;
    const auto at = needs_.find(&entity);
    return at == needs_.end() ? kNone : at->second;
  }

  void Clear(const Need& need) {
    const EntityMetadata& metadata = need.before->metadata();
    for (const size_t column : metadata.unique_columns[need.unique].columns) {
      const PropertyMetadata& property = PropertyOf(metadata, column);
      if (MayBeCleared(property) && need.before->dirty(property.index)) return AddClear(need.before, property);
    }
  }

  void AddClear(Entity* entity, const PropertyMetadata& property) {
    if (cleared_.insert({entity, &property}).second) found_.clears.emplace_back(entity, &property);
  }

  const UnitOfWork& unit_;
  const EntitySet& early_deletes_;
  const Platform& platform_;
  EarlyUpdates found_;
  absl::flat_hash_map<UniqueTuple, Entity*> freed_;
  absl::flat_hash_set<UniqueTuple> leaving_;  // with the early deletes, once it is asked for
  absl::flat_hash_map<const Entity*, std::vector<Need>> needs_;  // by who takes over
  std::vector<Need> wanted_;                                     // all of them
  absl::flat_hash_map<const Entity*, Place> places_;             // of leavers too
  absl::flat_hash_set<std::pair<const Entity*, const PropertyMetadata*>> cleared_;
};

}  // namespace

EarlyUpdates FindEarlyUpdates(const UnitOfWork& unit, const EntitySet& early_deletes, const Platform& platform) {
  return Finder(unit, early_deletes, platform).Find();
}

}  // namespace ormd
