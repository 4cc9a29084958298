// The entities of an EntityManager under the numbers of the model, and whether they say what the model says.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "orm/unit/entity.h"
#include "tests/unit/unit/session_model.h"

namespace ormd {

// Copyable: entities live longer than what is known of them. Entities are told by the world that they come from: those
// that are reached for the first time by their keys.
class SessionView {
 public:
  void Bind(Entity* entity, ObjectId id);
  Entity* Find(ObjectId id) const;
  // 0 where it is not bound.
  ObjectId IdOf(const Entity* entity) const;
  // Whether the session has read it, or given it.
  bool Knows(ObjectId id, const PropertyMetadata& property) const;
  // Of a value or an owning reference: the database's.
  bool KnowsStored(ObjectId id, const PropertyMetadata& property) const;
  void Clear();
  // Those that are bound, in no order of meaning.
  const std::map<ObjectId, Entity*>& entities() const { return entities_; }

  // Binds an entity by its key, and everything that can be reached over what is loaded.
  void Take(Entity* entity, const World& world, const World& other);
  void Discover(const World& world, const World& other);

 private:
  void Reach(const Entity& entity, std::vector<Entity*>& found) const;

  std::map<ObjectId, Entity*> entities_;
  std::map<const Entity*, ObjectId> ids_;
};

// Compares loaded slots with a world.
class ViewComparison {
 public:
  ViewComparison(const SessionView& view, const World& world, std::function<bool(ObjectId)> is_ghost)
      : view_(view), world_(world), is_ghost_(std::move(is_ghost)) {}

  // One text for each difference.
  std::vector<std::string> Run();
  // Where it must be loaded.
  void Require(ObjectId id, const PropertyMetadata& property);
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  void CompareEntity(ObjectId id, const Entity& entity);
  void CompareKey(ObjectId id, const Entity& entity);
  void CompareSlot(ObjectId id, const Entity& entity, const PropertyMetadata& property);
  void CompareItems(ObjectId id, const Entity& entity, const PropertyMetadata& property);
  ObjectId PresentId(const Entity* entity) const;
  void Fault(ObjectId id, const std::string& text);

  const SessionView& view_;
  const World& world_;
  std::function<bool(ObjectId)> is_ghost_;
  std::vector<std::string> faults_;
};

}  // namespace ormd
