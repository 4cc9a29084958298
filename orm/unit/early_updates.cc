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
  const auto& columns = metadata.uniques[unique].columns;
  return std::any_of(columns.begin(), columns.end(),
                     [&](size_t column) { return entity.dirty(PropertyOf(metadata, column).index); });
}

template <typename Function>
void ForEachOwnReference(const Entity& entity, Function&& function) {
  for (const auto& property : entity.metadata().properties) {
    if (property->is_to_one() && property->has_columns() && entity.dirty(property->index)) function(*property);
  }
}

bool WaitsForInsert(const Entity& entity) {
  bool waits = false;
  ForEachOwnReference(entity, [&](const PropertyMetadata& property) {
    const Entity* target = entity.reference(property);
    waits = waits || (target != nullptr && target->state() == Entity::State::kNew);
  });
  return waits;
}

class Finder {
 public:
  Finder(const UnitOfWork& unit, const EntitySet& early_deletes) : unit_(unit), early_deletes_(early_deletes) {}

  EarlyUpdates Find() {
    FindFreed();
    if (!freed_.empty()) FindTakers();
    if (!early_deletes_.empty()) FindLeavers();
    for (Entity* entity : whole_) {
      if (placed_.try_emplace(entity, 0).second) Place(entity);
    }
    return std::move(found_);
  }

 private:
  void FindFreed() {
    for (Entity* entity : unit_.changed()) {
      if (!IsUpdated(*entity)) continue;
      for (size_t unique = 0; unique < entity->metadata().uniques.size(); ++unique) {
        if (!IsChanged(*entity, unique)) continue;
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
      if (Clear(at->second, tuple.unique)) return;
      needs_[&taker].push_back(at->second);
      if (!WaitsForInsert(*at->second)) whole_.push_back(at->second);
    });
  }

  // Whether null makes room.
  bool Clear(Entity* entity, size_t unique) {
    for (const size_t column : entity->metadata().uniques[unique].columns) {
      const PropertyMetadata& property = PropertyOf(entity->metadata(), column);
      if (!property.nullable || !entity->dirty(property.index)) continue;
      AddClear(entity, property);
      return true;
    }
    return false;
  }

  void AddClear(Entity* entity, const PropertyMetadata& property) {
    if (cleared_.insert({entity, &property}).second) found_.clears.emplace_back(entity, &property);
  }

  void FindLeavers() {
    for (Entity* entity : unit_.changed()) {
      if (!IsUpdated(*entity)) continue;
      bool leaves = false;
      ForEachOwnReference(*entity, [&](const PropertyMetadata& property) {
        if (!early_deletes_.contains(entity->stored_reference(property))) return;
        if (property.nullable) return AddClear(entity, property);
        leaves = true;
      });
      if (leaves && !WaitsForInsert(*entity) && placed_.emplace(entity, 0).second) found_.leavers.push_back(entity);
    }
  }

  // Puts it behind those whose values it takes over. With a stack of its own: chains may be long. A circle ends where
  // it began.
  void Place(Entity* entity) {
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
    for (Entity* before : NeedsOf(entity)) {
      if (!WaitsForInsert(*before) && placed_.try_emplace(before, 0).second) return before;
    }
    return nullptr;
  }

  void PutInLayer(Entity* entity) {
    size_t layer = 0;
    for (const Entity* before : NeedsOf(*entity)) {
      const auto at = placed_.find(before);
      if (at != placed_.end()) layer = std::max(layer, at->second);
    }
    if (found_.layers.size() <= layer) found_.layers.resize(layer + 1);
    found_.layers[layer].push_back(entity);
    placed_[entity] = layer + 1;
  }

  const std::vector<Entity*>& NeedsOf(const Entity& entity) const {
    static const std::vector<Entity*> kNone;
    const auto at = needs_.find(&entity);
    return at == needs_.end() ? kNone : at->second;
  }

  const UnitOfWork& unit_;
  const EntitySet& early_deletes_;
  EarlyUpdates found_;
  absl::flat_hash_map<UniqueTuple, Entity*> freed_;
  absl::flat_hash_map<const Entity*, std::vector<Entity*>> needs_;  // whom it takes a value from
  std::vector<Entity*> whole_;                                      // to be updated early
  absl::flat_hash_map<const Entity*, size_t> placed_;               // with the layer behind it, 0 until it is known
  absl::flat_hash_set<std::pair<const Entity*, const PropertyMetadata*>> cleared_;
};

}  // namespace

EarlyUpdates FindEarlyUpdates(const UnitOfWork& unit, const EntitySet& early_deletes) {
  return Finder(unit, early_deletes).Find();
}

}  // namespace ormd
