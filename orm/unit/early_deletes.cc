#include "orm/unit/early_deletes.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"

namespace ormd {
namespace {

// A tuple of values that may stand only once: of the constraint number `unique` of a type, or of its key.
struct Tuple {
  const EntityMetadata* entity;
  size_t unique;
  Key values;

  bool operator==(const Tuple&) const = default;
  template <typename H>
  friend H AbslHashValue(H state, const Tuple& tuple) {
    return H::combine(std::move(state), tuple.entity, tuple.unique, tuple.values);
  }
};

bool HasNull(const Key& key) {
  return std::any_of(key.begin(), key.end(), [](const Value& value) { return value.is_null(); });
}

using Columns = void (Entity::*)(const PropertyMetadata& property, Key& out) const;
constexpr Columns kStored = &Entity::AppendStoredColumns;
constexpr Columns kStaged = &Entity::AppendColumns;

template <Columns append, typename Function>
void ForEachTuple(const Entity& entity, Function&& function) {
  const EntityMetadata& metadata = entity.metadata();
  // A key may follow from relations that have been given since.
  const std::optional<Key> key = entity.has_key() ? entity.key() : entity.KeyOfSlots();
  if (key.has_value()) function(Tuple{&metadata, metadata.uniques.size(), *key});
  for (size_t unique = 0; unique < metadata.uniques.size(); ++unique) {
    Tuple tuple{&metadata, unique, {}};
    for (const size_t column : metadata.uniques[unique].columns) {
      Key values;
      (entity.*append)(metadata.property(metadata.columns[column].property), values);
      tuple.values.push_back(values[metadata.columns[column].part]);
    }
    if (!HasNull(tuple.values)) function(std::move(tuple));
  }
}

bool RefersToAny(const Entity& entity, const absl::flat_hash_set<const Entity*>& targets) {
  const auto& properties = entity.metadata().properties;
  return std::any_of(properties.begin(), properties.end(), [&](const auto& property) {
    return property->is_to_one() && !property->is_inverse() && targets.contains(entity.stored_reference(*property));
  });
}

// What is known to refer to a row that goes early has to go with it.
void AddReferring(const UnitOfWork& unit, absl::flat_hash_set<const Entity*>& early) {
  for (size_t before = 0; before != early.size();) {
    before = early.size();
    for (const Entity* entity : unit.removed()) {
      if (!early.contains(entity) && RefersToAny(*entity, early)) early.insert(entity);
    }
  }
}

}  // namespace

absl::flat_hash_set<const Entity*> FindEarlyDeletes(const UnitOfWork& unit) {
  absl::flat_hash_set<const Entity*> early;
  absl::flat_hash_map<Tuple, const Entity*> leaving;
  for (const Entity* entity : unit.removed()) {
    ForEachTuple<kStored>(*entity, [&](Tuple tuple) { leaving.emplace(std::move(tuple), entity); });
  }
  if (leaving.empty()) return early;
  const auto take_over = [&](const Tuple& tuple) {
    const auto at = leaving.find(tuple);
    if (at != leaving.end()) early.insert(at->second);
  };
  for (const Entity* entity : unit.created()) {
    if (entity->state() == Entity::State::kNew) ForEachTuple<kStaged>(*entity, take_over);
  }
  for (const Entity* entity : unit.changed()) {
    if (entity->state() != Entity::State::kRemoved && entity->dirty()) ForEachTuple<kStaged>(*entity, take_over);
  }
  AddReferring(unit, early);
  return early;
}

}  // namespace ormd
