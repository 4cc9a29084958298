#include "tests/unit/unit/session_view.h"

#include "orm/base/strings.h"

namespace ormd {
namespace {

bool IsGone(const Entity& entity) {
  return entity.state() == Entity::State::kRemoved || entity.state() == Entity::State::kDetached;
}

// A reference that is null or an entity of its own makes no difference to a slot that was never loaded.
bool HasReference(const Entity& entity, const PropertyMetadata& property) {
  return property.is_to_one() && entity.reference(property) != nullptr;
}

std::string TextOf(const Value& value) { return value.is_null() ? "null" : ValueText(value); }

}  // namespace

void SessionView::Bind(Entity* entity, ObjectId id) {
  entities_[id] = entity;
  ids_[entity] = id;
}

Entity* SessionView::Find(ObjectId id) const {
  const auto at = entities_.find(id);
  return at == entities_.end() ? nullptr : at->second;
}

ObjectId SessionView::IdOf(const Entity* entity) const {
  const auto at = ids_.find(entity);
  return at == ids_.end() ? 0 : at->second;
}

bool SessionView::Knows(ObjectId id, const PropertyMetadata& property) const {
  const Entity* entity = Find(id);
  if (entity == nullptr) return false;
  if (property.is_to_many()) return entity->collection(property).initialized();
  return entity->loaded(property.index) || HasReference(*entity, property);
}

bool SessionView::KnowsStored(ObjectId id, const PropertyMetadata& property) const {
  const Entity* entity = Find(id);
  if (entity == nullptr) return false;
  const SlotState slot = entity->SaveSlot(property.index);
  return slot.original.has_value() ? slot.original->known : slot.loaded;
}

void SessionView::Clear() {
  entities_.clear();
  ids_.clear();
}

void SessionView::Take(Entity* entity, const World& world, const World& other) {
  if (ids_.contains(entity) || !entity->has_key()) return;
  const ObjectId first = world.Find(entity->metadata(), entity->key());
  const ObjectId id = first != 0 ? first : other.Find(entity->metadata(), entity->key());
  ids_[entity] = id;
  if (id != 0) entities_[id] = entity;
}

void SessionView::Reach(const Entity& entity, std::vector<Entity*>& found) const {
  for (const auto& property : entity.metadata().properties) {
    if (HasReference(entity, *property)) found.push_back(entity.reference(*property));
    if (!property->is_to_many()) continue;
    const Collection& collection = entity.collection(*property);
    for (const auto* items : {&collection.items(), &collection.added(), &collection.removed()}) {
      found.insert(found.end(), items->begin(), items->end());
    }
  }
}

void SessionView::Discover(const World& world, const World& other) {
  std::vector<Entity*> open;
  for (const auto& [id, entity] : entities_) open.push_back(entity);
  while (!open.empty()) {
    std::vector<Entity*> found;
    Reach(*open.back(), found);
    open.pop_back();
    for (Entity* entity : found) {
      if (ids_.contains(entity)) continue;
      Take(entity, world, other);
      open.push_back(entity);
      ids_.try_emplace(entity, 0);
    }
  }
}

std::vector<std::string> ViewComparison::Run() {
  for (const auto& [id, entity] : view_.entities()) CompareEntity(id, *entity);
  return faults_;
}

void ViewComparison::Fault(ObjectId id, const std::string& text) {
  faults_.push_back(StrCat(ObjectText(world_, id), text));
}

void ViewComparison::Require(ObjectId id, const PropertyMetadata& property) {
  if (world_.Has(id) && !view_.Knows(id, property)) Fault(id, StrCat(".", property.name, " is not loaded"));
}

void ViewComparison::CompareEntity(ObjectId id, const Entity& entity) {
  if (IsGone(entity)) {
    if (world_.Has(id)) Fault(id, " is removed");
    return;
  }
  if (!world_.Has(id)) {
    if (!is_ghost_(id)) Fault(id, " is still there");
    return;
  }
  CompareKey(id, entity);
  for (const auto& property : entity.metadata().properties) {
    if (property->is_to_many()) {
      if (entity.collection(*property).initialized()) CompareItems(id, entity, *property);
    } else if (entity.loaded(property->index)) {
      CompareSlot(id, entity, *property);
    }
  }
}

void ViewComparison::CompareKey(ObjectId id, const Entity& entity) {
  const Key& key = world_.at(id).key;
  const bool generated = entity.metadata().primary_key.front()->identity;
  if (key.empty() ? generated && entity.has_key() : entity.key() != key) {
    Fault(id, StrCat(" has the key ", KeyText(entity.key()), " instead of ", KeyText(key)));
  }
}

void ViewComparison::CompareSlot(ObjectId id, const Entity& entity, const PropertyMetadata& property) {
  const Object& object = world_.at(id);
  const auto compare = [&](const std::string& is, const std::string& expected) {
    if (is != expected) Fault(id, StrCat(".", property.name, " is ", is, " instead of ", expected));
  };
  if (property.is_to_one()) {
    const bool owned = property.inverse != nullptr && property.inverse->orphan_removal;
    if (owned && object.orphan) return;
    const ObjectId target = property.is_inverse() ? world_.HolderOf(id, property) : world_.TargetOf(id, property);
    compare(ObjectText(world_, PresentId(entity.reference(property))), ObjectText(world_, target));
  } else if (property.version) {
    if (object.version != 0) compare(TextOf(entity.value(property)), StrCat(object.version));
  } else if (!property.identity) {
    compare(TextOf(entity.value(property)), TextOf(object.scalars.at(property.index)));
  }
}

void ViewComparison::CompareItems(ObjectId id, const Entity& entity, const PropertyMetadata& property) {
  std::multiset<ObjectId> items;
  for (const Entity* item : entity.collection(property).items()) {
    if (const ObjectId present = PresentId(item)) items.insert(present);
  }
  const std::set<ObjectId> expected = world_.ItemsOf(id, property);
  const std::string is = StrJoin(items, " "), should = StrJoin(expected, " ");
  if (is != should) Fault(id, StrCat(".", property.name, " holds {", is, "} instead of {", should, "}"));
}

// 0 also where it is to be removed, or gone. -1 where the session has an entity that nobody knows.
ObjectId ViewComparison::PresentId(const Entity* entity) const {
  if (entity == nullptr || IsGone(*entity)) return 0;
  const ObjectId id = view_.IdOf(entity);
  if (id == 0) return -1;
  return world_.Has(id) ? id : 0;
}

}  // namespace ormd
