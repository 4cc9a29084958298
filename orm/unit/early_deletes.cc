#include "orm/unit/early_deletes.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "orm/unit/flush_plan.h"
#include "orm/unit/unique_tuple.h"

namespace ormd {
namespace {

using EntitySet = absl::flat_hash_set<const Entity*>;

template <RowValues values, typename Function>
void ForEachTuple(const Entity& entity, Function&& function) {
  if (std::optional<UniqueTuple> key = KeyTupleOf(entity)) function(*std::move(key));
  ForEachUniqueTuple<values>(entity, function);
}

// What is known to refer to a row that goes early has to go with it.
void AddReferring(const UnitOfWork& unit, EntitySet& early) {
  if (early.empty()) return;
  absl::flat_hash_map<const Entity*, std::vector<const Entity*>> referring;
  for (const Entity* entity : unit.removed()) {
    ForEachOwningReference(entity->metadata(), [&](const PropertyMetadata& property) {
      if (const Entity* target = entity->stored_reference(property)) referring[target].push_back(entity);
    });
  }
  std::vector<const Entity*> added(early.begin(), early.end());
  while (!added.empty()) {
    const auto found = referring.find(added.back());
    added.pop_back();
    if (found == referring.end()) continue;
    for (const Entity* entity : found->second) {
      if (early.insert(entity).second) added.push_back(entity);
    }
  }
}

}  // namespace

absl::flat_hash_set<const Entity*> FindEarlyDeletes(const UnitOfWork& unit) {
  EntitySet early;
  if (unit.created().empty() && unit.changed().empty()) return early;  // nobody takes anything over
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
