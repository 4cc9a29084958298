#include "orm/unit/identity_map.h"

#include <utility>

namespace ormd {

Entity* IdentityMap::Find(const EntityMetadata& entity, const Key& key) const {
  const EntityKeySet& known = by_key_[entity.index];
  const auto at = known.find(key);
  return at == known.end() ? nullptr : *at;
}

Entity* IdentityMap::Reference(const EntityMetadata& entity, const Key& key) {
  Entity* known = Find(entity, key);
  return known != nullptr ? known : AddReference(entity, key);
}

Entity* IdentityMap::AddReference(const EntityMetadata& entity, Key given) {
  entities_.push_back(std::make_unique<Entity>(entity, Entity::State::kReference));
  Entity* reference = entities_.back().get();
  reference->set_key(std::move(given));
  by_key_[entity.index].insert(reference);
  const Key& key = reference->key();
  size_t part = 0;
  for (const PropertyMetadata* property : entity.primary_key) {
    if (property->is_scalar()) {
      reference->Hydrate(*property, Value(key[part]));
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

void IdentityMap::Register(Entity* entity) {
  EntityKeySet& known = by_key_[entity->metadata().index];
  const auto [at, is_new] = known.insert(entity);
  if (is_new || *at == entity) return;
  known.erase(at);
  known.insert(entity);
}

void IdentityMap::Reserve(const EntityMetadata& entity, size_t more) {
  EntityKeySet& known = by_key_[entity.index];
  known.reserve(known.size() + more);
}

void IdentityMap::Unregister(const Entity* entity) {
  EntityKeySet& known = by_key_[entity->metadata().index];
  const auto at = known.find(entity->key());
  if (at != known.end() && *at == entity) known.erase(at);
}

void IdentityMap::Truncate(size_t size) {
  for (size_t i = size; i < entities_.size(); ++i) {
    if (entities_[i]->has_key()) Unregister(entities_[i].get());
  }
  entities_.resize(size);
}

void IdentityMap::Clear() {
  for (EntityKeySet& known : by_key_) known.clear();
  entities_.clear();
}

}  // namespace ormd
