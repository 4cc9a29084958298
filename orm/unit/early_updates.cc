#include "orm/unit/early_updates.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "orm/unit/flush_plan.h"
#include "orm/unit/unique_tuple.h"

namespace ormd {
namespace {

using EntitySet = absl::flat_hash_set<const Entity*>;

bool IsUpdated(const Entity& entity) { return entity.is_stored() && entity.dirty(); }

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
  ForEachOwningReference(entity.metadata(), [&](const PropertyMetadata& property) {
    if (entity.dirty(property.index)) function(property);
  });
}

class Finder {
 public:
  Finder(const UnitOfWork& unit, const EntitySet& early_deletes, const Platform& platform)
      : unit_(unit), early_deletes_(early_deletes), platform_(platform) {}

  EarlyUpdates Find() {
    FindFreed();
    if (!freed_.empty()) FindTakers();
    if (!early_deletes_.empty()) FindLeavers();
    for (const Need& need : wanted_) PlaceBehindItsNeeds(need.before);
    for (const Need& need : wanted_) {
      if (need.by_insert && places_[need.before].late) Clear(need);
    }
    return std::move(found_);
  }

 private:
  // Rows that hand a value on one after the other: beyond so many, values that may be null are null for a while.
  static constexpr size_t kMostLayers = 32;

  // A unique value of `before` that another row takes over.
  struct Need {
    Entity* before;
    size_t unique;
    bool by_insert;  // the other row is new
  };
  struct Place {
    bool open = true;       // what it needs is being placed
    bool late = false;      // behind the inserts
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
    const bool is_new = taker.state() == Entity::State::kNew;
    ForEachUniqueTuple<kStagedValues>(taker, [&](const UniqueTuple& tuple) {
      const auto at = freed_.find(tuple);
      if (at == freed_.end() || at->second == &taker) return;
      // Rows of one statement may exchange what is checked at its end.
      const bool checked_at_end = DeferrableOf(taker, tuple.unique) != Deferrable::kNot;
      if (checked_at_end && !is_new && IsWrittenAlike(taker, *at->second)) return;
      const Need need{at->second, tuple.unique, is_new};
      needs_[&taker].push_back(need);
      wanted_.push_back(need);
    });
  }

  Deferrable DeferrableOf(const Entity& entity, size_t unique) const {
    return platform_.defers_uniques() ? entity.metadata().unique_columns[unique].deferrable : Deferrable::kNot;
  }

  // Whether the row refers to a new one, or may do so over a foreign key that is no relation.
  bool WaitsForInsert(const Entity& entity) const {
    bool waits = false;
    ForEachChangedReference(entity, [&](const PropertyMetadata& property) {
      const Entity* target = entity.reference(property);
      if (target == nullptr || target->state() != Entity::State::kNew) return;
      const bool checked = property.constraint && property.deferrable != Deferrable::kInitiallyDeferred;
      waits = waits || checked || !target->has_key();
    });
    if (waits || unit_.created().empty()) return waits;
    const EntityMetadata& metadata = entity.metadata();
    for (const ForeignKeyMetadata& key : metadata.foreign_keys) {
      for (const size_t column : key.columns) waits = waits || entity.dirty(PropertyOf(metadata, column).index);
    }
    return waits;
  }

  void FindLeavers() {
    for (const Entity* deleted : early_deletes_) {
      ForEachUniqueTuple<kStoredValues>(*deleted, [&](UniqueTuple tuple) { leaving_.insert(std::move(tuple)); });
    }
    for (Entity* entity : unit_.changed()) {
      if (!IsUpdated(*entity)) continue;
      ForEachChangedReference(*entity, [&](const PropertyMetadata& property) {
        if (early_deletes_.contains(entity->stored_reference(property)) && IsEnforced(property)) {
          Leave(entity, property);
        }
      });
    }
  }

  // Whether the database does something at the delete. What it does to the referring rows is never deferred.
  static bool IsEnforced(const PropertyMetadata& property) {
    const ReferentialAction rule = property.delete_rule;
    const bool at_once = rule == ReferentialAction::kCascade || rule == ReferentialAction::kRestrict;
    return property.constraint && (at_once || property.deferrable != Deferrable::kInitiallyDeferred);
  }

  void Leave(Entity* entity, const PropertyMetadata& property) {
    if (!WaitsForInsert(*entity) && !TakesOver(*entity)) {
      if (places_.try_emplace(entity, Place{.open = false}).second) found_.leavers.push_back(entity);
    } else if (MayBeCleared(property)) {
      AddClear(entity, property);
    }
  }

  // Whether it takes a value over, of another row or of one that is deleted early.
  bool TakesOver(const Entity& entity) const {
    bool takes = needs_.contains(&entity);
    ForEachUniqueTuple<kStagedValues>(entity,
                                      [&](const UniqueTuple& tuple) { takes = takes || leaving_.contains(tuple); });
    return takes;
  }

  // With a stack of its own: chains may be long.
  void PlaceBehindItsNeeds(Entity* entity) {
    if (!places_.try_emplace(entity, Place{}).second) return;
    std::vector<Entity*> open = {entity};
    while (!open.empty()) {
      const Need* const need = NextNeed(*open.back());
      if (need == nullptr) {
        PutInLayer(open.back());
        open.pop_back();
      } else if (places_.try_emplace(need->before, Place{}).second) {
        open.push_back(need->before);
      } else {
        BreakCircle(*need, open);
      }
    }
  }

  // The first need that stands in the way: its row is not placed yet.
  const Need* NextNeed(const Entity& entity) const {
    for (const Need& need : NeedsOf(entity)) {
      const auto at = places_.find(need.before);
      const bool placed = at != places_.end() && !at->second.open;
      if (!placed && !IsCleared(need) && !given_up_.contains({&entity, need.before})) return &need;
    }
    return nullptr;
  }

  // The last of the open rows needs an earlier one of them. Goes back to the row behind the one that can be cleared.
  void BreakCircle(const Need& need, std::vector<Entity*>& open) {
    if (Clear(need)) return;
    for (size_t last = open.size() - 1; open[last] != need.before; --last) {
      if (!Clear(NeedBetween(*open[last - 1], open[last]))) continue;
      for (; open.size() > last; open.pop_back()) places_.erase(open.back());
      return;
    }
    given_up_.insert({open.back(), need.before});
  }

  const Need& NeedBetween(const Entity& entity, const Entity* before) const {
    const std::vector<Need>& needs = NeedsOf(entity);
    return *std::find_if(needs.begin(), needs.end(), [&](const Need& need) { return need.before == before; });
  }

  void PutInLayer(Entity* entity) {
    Place place{.open = false, .late = WaitsForInsert(*entity)};
    ForEachPlacedNeed(*entity, [&](const Need&, const Place& before) { place.late = place.late || before.late; });
    size_t layer = 0;
    ForEachPlacedNeed(*entity, [&](const Need& need, const Place& before) {
      if (before.late != place.late || (before.next_layer >= kMostLayers && Clear(need))) return;
      layer = std::max(layer, before.next_layer);
    });
    place.next_layer = layer + 1;
    EarlyUpdates::Layers& layers = place.late ? found_.late : found_.early;
    if (layers.size() <= layer) layers.resize(layer + 1);
    layers[layer].push_back(entity);
    places_[entity] = place;
  }

  template <typename Function>
  void ForEachPlacedNeed(const Entity& entity, Function&& function) const {
    for (const Need& need : NeedsOf(entity)) {
      const auto at = places_.find(need.before);
      if (at != places_.end() && !at->second.open && !IsCleared(need)) function(need, at->second);
    }
  }

  const std::vector<Need>& NeedsOf(const Entity& entity) const {
    static const std::vector<Need> kNone;
    const auto at = needs_.find(&entity);
    return at == needs_.end() ? kNone : at->second;
  }

  // A property that makes room when it is null; nullptr where there is none.
  static const PropertyMetadata* ClearableOf(const Need& need) {
    const EntityMetadata& metadata = need.before->metadata();
    for (const size_t column : metadata.unique_columns[need.unique].columns) {
      const PropertyMetadata& property = PropertyOf(metadata, column);
      if (MayBeCleared(property) && need.before->dirty(property.index)) return &property;
    }
    return nullptr;
  }

  bool Clear(const Need& need) {
    const PropertyMetadata* const property = ClearableOf(need);
    if (property != nullptr) AddClear(need.before, *property);
    return property != nullptr;
  }

  bool IsCleared(const Need& need) const {
    const PropertyMetadata* const property = ClearableOf(need);
    return property != nullptr && cleared_.contains({need.before, property});
  }

  void AddClear(Entity* entity, const PropertyMetadata& property) {
    if (cleared_.insert({entity, &property}).second) found_.clears.emplace_back(entity, &property);
  }

  const UnitOfWork& unit_;
  const EntitySet& early_deletes_;
  const Platform& platform_;
  EarlyUpdates found_;
  absl::flat_hash_map<UniqueTuple, Entity*> freed_;
  absl::flat_hash_set<UniqueTuple> leaving_;  // with the early deletes
  absl::flat_hash_map<const Entity*, std::vector<Need>> needs_;  // by who takes over
  std::vector<Need> wanted_;  // all of them
  absl::flat_hash_map<const Entity*, Place> places_;
  absl::flat_hash_set<std::pair<const Entity*, const PropertyMetadata*>> cleared_;
  absl::flat_hash_set<std::pair<const Entity*, const Entity*>> given_up_;  // needs that nothing helps
};

}  // namespace

EarlyUpdates FindEarlyUpdates(const UnitOfWork& unit, const EntitySet& early_deletes, const Platform& platform) {
  return Finder(unit, early_deletes, platform).Find();
}

}  // namespace ormd
