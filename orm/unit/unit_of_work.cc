#include "orm/unit/unit_of_work.h"

#include <utility>

namespace ormd {

Entity* UnitOfWork::FindLocal(const std::string& local) const {
  const auto at = locals_.find(local);
  return at == locals_.end() ? nullptr : at->second;
}

void UnitOfWork::StageCreate(Entity* entity) {
  created_.push_back(entity);
  Record([this] { created_.pop_back(); });
}

void UnitOfWork::StageRemove(Entity* entity) {
  SetState(entity, Entity::State::kRemoved);
  removed_.push_back(entity);
  Record([this] {
    removed_.pop_back();
    if (indexed_ > removed_.size()) ForgetRemovedKeys();
  });
}

void UnitOfWork::Detach(Entity* entity) {
  SetState(entity, Entity::State::kDetached);
  if (!entity->has_key()) return;
  identity_map_.Unregister(entity);
  // A row with that key may be about to go: it is found again.
  Entity* const removed = FindRemoved(entity->metadata(), entity->key());
  if (removed != nullptr && removed->state() == Entity::State::kRemoved) identity_map_.Register(removed);
  Record([this, entity] { identity_map_.Register(entity); });
}

Entity* UnitOfWork::FindRemoved(const EntityMetadata& entity, const Key& key) {
  for (; indexed_ < removed_.size(); ++indexed_) {
    Entity* const removed = removed_[indexed_];
    EntityKeySet& known = removed_by_key_[&removed->metadata()];
    known.erase(removed->key());
    known.insert(removed);
  }
  const auto known = removed_by_key_.find(&entity);
  if (known == removed_by_key_.end()) return nullptr;
  const auto at = known->second.find(key);
  return at == known->second.end() ? nullptr : *at;
}

void UnitOfWork::ForgetRemovedKeys() {
  removed_by_key_.clear();
  indexed_ = 0;
}

void UnitOfWork::Change(Entity* entity, const PropertyMetadata& property, Value value) {
  RecordChange(entity, property);
  entity->Change(property, std::move(value));
  ListChanged(entity);
}

void UnitOfWork::Change(Entity* entity, const PropertyMetadata& property, Entity* reference) {
  RecordChange(entity, property);
  entity->Change(property, reference);
  ListChanged(entity);
}

bool UnitOfWork::AddItem(Entity* owner, const PropertyMetadata& property, Entity* item) {
  const auto step = owner->collection(property).Add(item);
  if (!step.has_value()) return false;
  RecordItems(owner, property, [step = *step](Collection& collection) { collection.UndoAdd(step); });
  ListCollection(owner, property);
  return true;
}

bool UnitOfWork::RemoveItem(Entity* owner, const PropertyMetadata& property, Entity* item) {
  const auto step = owner->collection(property).Remove(item);
  if (!step.has_value()) return false;
  RecordItems(owner, property, [step = *step](Collection& collection) { collection.UndoRemove(step); });
  ListCollection(owner, property);
  return true;
}

template <typename Undo>
void UnitOfWork::RecordItems(Entity* owner, const PropertyMetadata& property, Undo undo) {
  Record([owner, &property, undo = std::move(undo)] {
    Collection& collection = owner->collection(property);
    undo(collection);
    owner->set_loaded(property.index, collection.initialized());
  });
}

void UnitOfWork::ReleaseItem(Entity* owner, const PropertyMetadata& property, Entity* item,
                             Collection::DeltaList list) {
  const std::optional<size_t> place = owner->collection(property).Release(item, list);
  if (!place.has_value()) return;
  RecordItems(owner, property,
              [item, list, place = *place](Collection& unread) { unread.UndoRelease(item, list, place); });
}

void UnitOfWork::InitializeItems(Entity* owner, const PropertyMetadata& property, std::vector<Entity*> items,
                                 bool refresh) {
  Collection& collection = owner->collection(property);
  if (open_ > 0) {
    RecordItems(owner, property, [before = collection.delta()](Collection& read) { read.UndoInitialize(before); });
  }
  if (refresh) {
    collection.MarkClean();
    for (Entity* item : items) {
      if (property.orphan_removal) KeepOrphan(item);
    }
  }
  collection.Initialize(std::move(items));
  owner->set_loaded(property.index);
}

void UnitOfWork::StageDisplaced(Entity* entity, Entity* by) {
  StageOrphan(entity);
  Record([by, before = by->displaced()] { by->set_displaced(before); });
  by->set_displaced(entity);
}

void UnitOfWork::KeepDisplaced(Entity* by) {
  Entity* const displaced = by->displaced();
  KeepOrphan(displaced);
  Record([by, displaced] { by->set_displaced(displaced); });
  by->set_displaced(nullptr);
}

void UnitOfWork::StageOrphan(Entity* entity) {
  if (entity->orphan) return;
  entity->orphan = true;
  orphans_.push_back(entity);
  Record([this, entity] {
    entity->orphan = false;
    orphans_.pop_back();
  });
}

void UnitOfWork::KeepOrphan(Entity* entity) {
  if (!entity->orphan) return;
  entity->orphan = false;
  Record([entity] { entity->orphan = true; });
}

void UnitOfWork::Mirror(Entity* entity, const PropertyMetadata& property, Entity* reference) {
  RecordSlot(entity, property);
  entity->Hydrate(property, reference);
}

void UnitOfWork::SetState(Entity* entity, Entity::State state) {
  Record([entity, old = entity->state()] { entity->set_state(old); });
  entity->set_state(state);
}

void UnitOfWork::SetKey(Entity* entity, Key key) {
  entity->set_key(std::move(key));
  Entity* before = identity_map_.Find(entity->metadata(), entity->key());
  identity_map_.Register(entity);
  Record([this, entity, before] {
    identity_map_.Unregister(entity);
    if (before != nullptr) identity_map_.Register(before);
    entity->set_key({});
  });
}

void UnitOfWork::SetLocal(Entity* entity, std::string local) {
  entity->set_local(local);
  locals_[local] = entity;
  Record([this, entity, local = std::move(local)] {
    locals_.erase(local);
    entity->set_local("");
  });
}

void UnitOfWork::SetDeclared(Entity* entity, bool declared) {
  const auto set = [this](Entity* entity, bool declared) {
    if (declared) {
      declared_.insert(entity);
    } else {
      declared_.erase(entity);
    }
  };
  Record([set, entity, declared] { set(entity, !declared); });
  set(entity, declared);
}

void UnitOfWork::SetOrigin(Entity* entity, std::string origin) {
  if (entity->origin.empty()) {
    Record([entity] { entity->origin.clear(); });
  } else {
    Record([entity, old = entity->origin] { entity->origin = old; });
  }
  entity->origin = std::move(origin);
}

void UnitOfWork::SetExpectedVersion(Entity* entity, std::optional<Value> version) {
  const Value* const old = entity->expected_version();
  Record([entity, old = old == nullptr ? std::nullopt : std::optional(*old)] { entity->set_expected_version(old); });
  entity->set_expected_version(std::move(version));
}

UnitOfWork::Mark UnitOfWork::Begin() {
  ++open_;
  return {epoch_, undo_.size(), identity_map_.size()};
}

void UnitOfWork::Commit() {
  if (--open_ == 0) ForgetUndo();
}

void UnitOfWork::Rollback(const Mark& mark) {
  --open_;
  if (mark.epoch != epoch_) return;
  while (undo_.size() > mark.undo) UndoLast();
  identity_map_.Truncate(mark.entities);
}

void UnitOfWork::UndoLast() {
  const std::function<void()> undo = std::move(undo_.back());
  undo_.pop_back();
  if (undo != nullptr) return undo();
  SlotUndo slot = std::move(undo_slots_.back());
  undo_slots_.pop_back();
  if (slot.saved == nullptr) return slot.entity->Revert(slot.slot);
  slot.entity->RestoreSlot(std::move(*slot.saved));
}

void UnitOfWork::ForgetUndo() {
  undo_.clear();
  undo_slots_.clear();
}

void UnitOfWork::Finish() {
  if (!created_.empty()) identity_map_.Reserve(created_.front()->metadata(), created_.size());
  for (Entity* entity : created_) {
    if (entity->state() != Entity::State::kNew) continue;
    entity->MarkInserted();
    entity->set_state(Entity::State::kManaged);
    identity_map_.Register(entity);
  }
  for (Entity* entity : changed_) {
    entity->MarkClean();
    entity->set_expected_version(std::nullopt);
  }
  for (Entity* entity : removed_) {
    identity_map_.Unregister(entity);
    entity->set_state(Entity::State::kDetached);
  }
  for (const auto& [owner, property] : changed_collections_) owner->collection(*property).MarkClean();
  ForgetStaged();
}

void UnitOfWork::Clear() {
  locals_.clear();
  declared_.clear();
  ForgetStaged();
  identity_map_.Clear();
}

void UnitOfWork::ForgetStaged() {
  created_.clear();
  for (Entity* entity : changed_) entity->listed_as_changed = false;
  changed_.clear();
  removed_.clear();
  ForgetRemovedKeys();
  for (Entity* entity : orphans_) entity->orphan = false;
  orphans_.clear();
  changed_collections_.clear();
  is_changed_collection_.clear();
  ForgetUndo();
  ++epoch_;
}

void UnitOfWork::Record(std::function<void()> undo) {
  if (open_ > 0) undo_.emplace_back(std::move(undo));
}

void UnitOfWork::RecordSlot(Entity* entity, const PropertyMetadata& property) {
  if (open_ == 0) return;
  undo_slots_.push_back({entity, property.index, std::make_unique<SlotState>(entity->SaveSlot(property.index))});
  undo_.emplace_back();
}

void UnitOfWork::RecordChange(Entity* entity, const PropertyMetadata& property) {
  if (open_ == 0) return;
  if (entity->dirty(property.index)) return RecordSlot(entity, property);
  undo_slots_.push_back({entity, property.index, nullptr});
  undo_.emplace_back();
}

void UnitOfWork::ListChanged(Entity* entity) {
  if (entity->state() == Entity::State::kNew || std::exchange(entity->listed_as_changed, true)) return;
  changed_.push_back(entity);
  Record([this] {
    changed_.back()->listed_as_changed = false;
    changed_.pop_back();
  });
}

void UnitOfWork::ListCollection(Entity* owner, const PropertyMetadata& property) {
  if (!is_changed_collection_.insert({owner, &property}).second) return;
  changed_collections_.push_back({owner, &property});
  Record([this, owner, &property] {
    is_changed_collection_.erase({owner, &property});
    changed_collections_.pop_back();
  });
}

}  // namespace ormd
