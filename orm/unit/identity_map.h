// The identity map: one entity for each row, and the owner of all entities of a unit of work.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "orm/metadata/schema.h"
#include "orm/unit/entity_key_set.h"

namespace ormd {

class IdentityMap {
 public:
  explicit IdentityMap(const Schema& schema) : by_key_(schema.entities().size()) {}

  // The entity with this key; nullptr where there is none.
  Entity* Find(const EntityMetadata& entity, const Key& key) const;
  // Found, or made as a reference (also for the relations that are part of its key). Only what is made takes the key.
  Entity* Reference(const EntityMetadata& entity, const Key& key) { return FindOrMake(entity, key); }
  Entity* Reference(const EntityMetadata& entity, Key&& key) { return FindOrMake(entity, std::move(key)); }
  // A reference to the row beside another entity that has its key, by which that one is found.
  Entity* AddBeside(const EntityMetadata& entity, Key key);
  // A new entity without a key.
  Entity* Add(const EntityMetadata& entity);
  // Makes the entity findable by its key, in place of any other with that key. It keeps the key until Unregister.
  void Register(Entity* entity);
  // Forgets the key; the entity lives on.
  void Unregister(const Entity* entity);

  // Makes room for so many more entities of a type.
  void Reserve(const EntityMetadata& entity, size_t more);

  // Whether any entity of the type has a key.
  bool Holds(const EntityMetadata& entity) const { return !by_key_[entity.index].empty(); }
  size_t size() const { return entities_.size(); }
  // Destroys the entities that were made since there were `size`. What was read since then of those that stay may refer
  // to them: then it refers to references with the same keys, and collections that hold any are unknown again.
  void Truncate(size_t size);
  void Clear();

 private:
  // K: Key, const or to be moved from.
  template <typename K>
  Entity* FindOrMake(const EntityMetadata& entity, K&& key);
  Entity* Make(const EntityMetadata& entity, Entity::State state);
  // Makes the entities that its key refers to.
  void FillKeyRelations(Entity* reference);

  std::vector<EntityKeySet> by_key_;  // by EntityMetadata::index
  std::vector<std::unique_ptr<Entity>> entities_;
};

}  // namespace ormd
