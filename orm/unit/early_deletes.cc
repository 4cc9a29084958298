#include "orm/unit/early_deletes.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "orm/unit/unique_tuple.h"

namespace ormd {
namespace {

template <RowValues values, typename Function>
void ForEachTuple(const Entity& entity, Function&& function) {
  if (std::optional<UniqueTuple> key = KeyTupleOf(entity)) function(*std::move(key));
  ForEachUniqueTuple<values>(entity, function);
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
  absl::flat_hash_map<UniqueTuple, const Entity*> leaving;
  for (const Entity* entity : unit.removed()) {
    ForEachTuple<kStoredValues>(*entity, [&](UniqueTuple tuple) { leaving.emplace(std::move(tuple), entity); });
  }
  if (leaving.empty()) return early;
  const auto take_over = [&](const UniqueTuple& tuple) {
    const auto at = leaving.find(tuple);
    if (at != leaving.end()) early.insert(at->second);
  };
  for (const Entity* entity : unit.created()) {
    if (entity->state() == Entity::State::kNew) ForEachTuple<kStagedValues>(*entity, take_over);
  }
  for (const Entity* entity : unit.changed()) {
    if (entity->state() == Entity::State::kRemoved || !entity->dirty()) continue;
    ForEachTuple<kStagedValues>(*entity, take_over);
  }
  AddReferring(unit, early);
  return early;
}

}  // namespace ormd
