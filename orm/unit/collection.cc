#include "orm/unit/collection.h"

#include <algorithm>
#include <utility>

#include "orm/unit/entity.h"

namespace ormd {
namespace {

// Where it stood; nullopt where it did not.
std::optional<size_t> Erase(std::vector<Entity*>& list, Entity* item) {
  const auto at = std::find(list.begin(), list.end(), item);
  if (at == list.end()) return std::nullopt;
  const auto place = static_cast<size_t>(at - list.begin());
  list.erase(at);
  return place;
}

bool Contains(const std::vector<Entity*>& list, Entity* item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

void Collection::Initialize(std::vector<Entity*> items) {
  items_ = std::move(items);
  known_ = absl::flat_hash_set<Entity*>(items_.begin(), items_.end());
  std::erase_if(delta_.removed, [this](Entity* item) { return !known_.contains(item); });
  std::erase_if(delta_.added, [this](Entity* item) { return known_.contains(item); });
  for (Entity* item : delta_.removed) known_.erase(item);
  std::erase_if(items_, [this](Entity* item) { return !known_.contains(item); });
  for (Entity* item : delta_.added) {
    known_.insert(item);
    items_.push_back(item);
  }
  initialized_ = true;
}

std::optional<size_t> Collection::Release(Entity* item, DeltaList list) { return Erase(delta_.*list, item); }

void Collection::UndoRelease(Entity* item, DeltaList list, size_t place) {
  std::vector<Entity*>& items = delta_.*list;
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(std::min(place, items.size())), item);
  Forget();
}

void Collection::UndoInitialize(Delta before) {
  delta_ = std::move(before);
  Forget();
}

void Collection::Forget() {
  initialized_ = false;
  items_.clear();
  known_.clear();
}

std::optional<Collection::Step> Collection::Add(Entity* item) {
  if (initialized_ ? known_.contains(item) : Contains(delta_.added, item)) return std::nullopt;
  const bool cancels = Erase(delta_.removed, item).has_value();
  // Whether the database has an unknown item is not known either.
  const bool listed = !initialized_ || !cancels;
  if (listed) delta_.added.push_back(item);
  if (initialized_) {
    items_.push_back(item);
    known_.insert(item);
  }
  return Step{item, initialized_, cancels, listed, std::nullopt};
}

std::optional<Collection::Step> Collection::Remove(Entity* item) {
  if (initialized_ ? !known_.contains(item) : Contains(delta_.removed, item)) return std::nullopt;
  const bool cancels = Erase(delta_.added, item).has_value();
  const bool stored = initialized_ ? !cancels : item->state() != Entity::State::kNew;
  if (stored) delta_.removed.push_back(item);
  if (!initialized_) return Step{item, false, cancels, stored, std::nullopt};
  known_.erase(item);
  return Step{item, true, cancels, stored, Erase(items_, item)};
}

void Collection::UndoAdd(const Step& step) {
  if (step.listed) Erase(delta_.added, step.item);
  if (step.cancels) delta_.removed.push_back(step.item);
  if (!step.known || !initialized_) return Forget();
  Erase(items_, step.item);
  known_.erase(step.item);
}

void Collection::UndoRemove(const Step& step) {
  if (step.listed) Erase(delta_.removed, step.item);
  if (step.cancels) delta_.added.push_back(step.item);
  if (!step.known || !initialized_) return Forget();
  items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(std::min(*step.place, items_.size())), step.item);
  known_.insert(step.item);
}

void Collection::Drop(Entity* item) {
  Erase(delta_.added, item);
  Erase(delta_.removed, item);
  if (known_.erase(item) > 0) Erase(items_, item);
}

void Collection::MarkClean() {
  delta_.added.clear();
  delta_.removed.clear();
}

}  // namespace ormd
