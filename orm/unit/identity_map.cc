#include "orm/unit/identity_map.h"

#include <cstddef>
#include <iterator>
#include <utility>

namespace ormd {

Entity* IdentityMap::Find(const EntityMetadata& entity, const Key& key) const {
  const EntityKeySet& known = by_key_[entity.index];
  const auto at = known.find(key);
  return at == known.end() ? nullptr : *at;
}

template <typename K>
Entity* IdentityMap::FindOrMake(const EntityMetadata& entity, K&& key) {
  Entity* made = nullptr;
  const auto at = by_key_[entity.index].lazy_emplace(key, [&](const auto& put) {
    made = Make(entity, Entity::State::kReference);
    made->Identify(std::forward<K>(key));
    put(made);
  });
  if (made == nullptr) return *at;
  FillKeyRelations(made);
  return made;
}

template Entity* IdentityMap::FindOrMake(const EntityMetadata& entity, const Key& key);
template Entity* IdentityMap::FindOrMake(const EntityMetadata& entity, Key&& key);

void IdentityMap::FillKeyRelations(Entity* reference) {
  const Key& key = reference->key();
  size_t part = 0;
  for (const PropertyMetadata* property : reference->metadata().primary_key) {
    if (!property->is_scalar()) {
      const auto begin = key.begin() + part;
      reference->Hydrate(*property, Reference(*property->target, Key(begin, begin + property->column_count)));
    }
    part += property->column_count;
  }
}

Entity* IdentityMap::AddBeside(const EntityMetadata& entity, Key key) {
  Entity* const made = Make(entity, Entity::State::kReference);
  made->Identify(std::move(key));
  FillKeyRelations(made);
  return made;
}

Entity* IdentityMap::Add(const EntityMetadata& entity) { return Make(entity, Entity::State::kNew); }

Entity* IdentityMap::Make(const EntityMetadata& entity, Entity::State state) {
  return entities_.emplace_back(std::make_unique<Entity>(entity, state)).get();
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
  if (size == entities_.size()) return;
  const auto first = entities_.begin() + static_cast<std::ptrdiff_t>(size);
  const std::vector<std::unique_ptr<Entity>> gone(std::make_move_iterator(first),
                                                  std::make_move_iterator(entities_.end()));
  entities_.resize(size);
  Entity::Gone is_gone;
  for (const auto& entity : gone) {
    is_gone.insert(entity.get());
    if (entity->has_key()) Unregister(entity.get());
  }
  const auto instead = [this](const Entity& entity) {
    return entity.has_key() ? Reference(entity.metadata(), entity.key()) : nullptr;
  };
  for (size_t i = 0; i < size; ++i) entities_[i]->LetGo(is_gone, instead);
}

void IdentityMap::Clear() {
  for (EntityKeySet& known : by_key_) known.clear();
  entities_.clear();
}

}  // namespace ormd
