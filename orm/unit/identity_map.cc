#include "orm/unit/identity_map.h"

namespace ormd {

Entity* IdentityMap::Find(const EntityMetadata& entity, const Key& key) const {
  const auto& map = maps_[entity.index];
  const auto at = map.find(key);
  return at == map.end() ? nullptr : at->second;
}

Entity* IdentityMap::Reference(const EntityMetadata& entity, const Key& key) {
  if (Entity* known = Find(entity, key)) return known;
  entities_.push_back(std::make_unique<Entity>(entity, Entity::State::kReference));
  Entity* reference = entities_.back().get();
  reference->set_key(key);
  maps_[entity.index].emplace(key, reference);
  size_t part = 0;
  for (const PropertyMetadata* property : entity.primary_key) {
    if (property->is_scalar()) {
      reference->Hydrate(*property, key[part]);
    } else {
      const Key target(key.begin() + part, key.begin() + part + property->column_count);
      reference->Hydrate(*property, Reference(*property->target, target));
    }
    part += property->column_count;
  }
  return reference;
}

Entity* IdentityMap::Add(const EntityMetadata& entity) {
  entities_.push_back(std::make_unique<Entity>(entity, Entity::State::kNew));
  return entities_.back().get();
}

void IdentityMap::Register(Entity* entity) { maps_[entity->metadata().index][entity->key()] = entity; }

void IdentityMap::Reserve(const EntityMetadata& entity, size_t more) {
  auto& map = maps_[entity.index];
  map.reserve(map.size() + more);
}

void IdentityMap::Unregister(const Entity* entity) {
  auto& map = maps_[entity->metadata().index];
  const auto at = map.find(entity->key());
  if (at != map.end() && at->second == entity) map.erase(at);
}

void IdentityMap::Truncate(size_t size) {
  for (size_t i = size; i < entities_.size(); ++i) {
    if (entities_[i]->has_key()) Unregister(entities_[i].get());
  }
  entities_.resize(size);
}

void IdentityMap::Clear() {
  for (auto& map : maps_) map.clear();
  entities_.clear();
}

}  // namespace ormd
