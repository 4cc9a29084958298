#include "orm/unit/collection.h"

#include <algorithm>

namespace ormd {
namespace {

bool Erase(std::vector<Entity*>& list, Entity* item) {
  const auto at = std::find(list.begin(), list.end(), item);
  if (at == list.end()) return false;
  list.erase(at);
  return true;
}

bool Contains(const std::vector<Entity*>& list, Entity* item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

void Collection::Initialize(std::vector<Entity*> items) {
  items_ = std::move(items);
  for (Entity* item : removed_) Erase(items_, item);
  known_ = absl::flat_hash_set<Entity*>(items_.begin(), items_.end());
  for (Entity* item : added_) {
    if (known_.insert(item).second) items_.push_back(item);
  }
  initialized_ = true;
}

void Collection::Forget() {
  initialized_ = false;
  items_.clear();
  known_.clear();
}

bool Collection::Add(Entity* item) {
  if (known_.contains(item) || (!initialized_ && Contains(added_, item))) return false;
  if (!Erase(removed_, item)) added_.push_back(item);
  if (initialized_) {
    items_.push_back(item);
    known_.insert(item);
  }
  return true;
}

bool Collection::Remove(Entity* item) {
  if (initialized_ && !known_.contains(item)) return false;
  if (!initialized_ && Contains(removed_, item)) return false;
  if (!Erase(added_, item)) removed_.push_back(item);
  if (initialized_) {
    Erase(items_, item);
    known_.erase(item);
  }
  return true;
}

void Collection::MarkClean() {
  added_.clear();
  removed_.clear();
}

}  // namespace ormd
