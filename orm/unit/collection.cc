#include "orm/unit/collection.h"

#include <utility>

#include "orm/unit/entity.h"

namespace ormd {

void Collection::Initialize(std::vector<Entity*> items) {
  items_ = EntityList(std::move(items));
  if (dirty()) {
    delta_.removed.EraseIf([this](Entity* item) { return !items_.Contains(item); });
    delta_.added.EraseIf([this](Entity* item) { return items_.Contains(item); });
    items_.EraseIf([this](Entity* item) { return delta_.removed.Contains(item); });
    for (Entity* item : delta_.added) items_.Append(item);
  }
  initialized_ = true;
}

std::optional<size_t> Collection::Release(Entity* item, DeltaList list) { return (delta_.*list).Erase(item); }

void Collection::UndoRelease(Entity* item, DeltaList list, size_t place) {
  (delta_.*list).Restore(item, place);
  Forget();
}

void Collection::UndoInitialize(Delta before) {
  delta_ = std::move(before);
  Forget();
}

void Collection::Forget() {
  initialized_ = false;
  items_.Clear();
}

std::optional<Collection::Step> Collection::Add(Entity* item) {
  if (initialized_ ? items_.Contains(item) : delta_.added.Contains(item)) return std::nullopt;
  const std::optional<size_t> cancelled = delta_.removed.Erase(item);
  // Whether the database has an unknown item is not known either.
  const bool listed = !initialized_ || !cancelled.has_value();
  if (listed) delta_.added.Append(item);
  if (initialized_) items_.Append(item);
  return Step{item, initialized_, cancelled, listed, std::nullopt};
}

std::optional<Collection::Step> Collection::Remove(Entity* item) {
  if (initialized_ ? !items_.Contains(item) : delta_.removed.Contains(item)) return std::nullopt;
  const std::optional<size_t> cancelled = delta_.added.Erase(item);
  const bool stored = initialized_ ? !cancelled.has_value() : item->state() != Entity::State::kNew;
  if (stored) delta_.removed.Append(item);
  if (!initialized_) return Step{item, false, cancelled, stored, std::nullopt};
  return Step{item, true, cancelled, stored, items_.Erase(item)};
}

void Collection::UndoAdd(const Step& step) {
  if (step.listed) delta_.added.Erase(step.item);
  if (step.cancelled.has_value()) delta_.removed.Restore(step.item, *step.cancelled);
  if (!step.known || !initialized_) return Forget();
  items_.Erase(step.item);
}

void Collection::UndoRemove(const Step& step) {
  if (step.listed) delta_.removed.Erase(step.item);
  if (step.cancelled.has_value()) delta_.added.Restore(step.item, *step.cancelled);
  if (!step.known || !initialized_) return Forget();
  items_.Restore(step.item, *step.place);
}

void Collection::Drop(Entity* item) {
  delta_.added.Erase(item);
  delta_.removed.Erase(item);
  items_.Erase(item);
}

void Collection::MarkClean() {
  delta_.added.Clear();
  delta_.removed.Clear();
  items_.CloseHoles();
}

}  // namespace ormd
