// Turns decoded changes into staged entities: create, assign, remove.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "orm/unit/entity_data.h"
#include "orm/unit/relation_wiring.h"
#include "orm/unit/unit_of_work.h"

namespace ormd {

// Works within one call; what fails half-way is taken back by the caller (UnitOfWork::Rollback).
class Stager {
 public:
  // Reads a to-many relation, or the inverse side of a one-to-one, of an entity that stands in the database.
  using LoadRelation = std::function<absl::Status(Entity*, const PropertyMetadata&)>;

  Stager(UnitOfWork& unit, LoadRelation load) : unit_(unit), wiring_(unit), load_(std::move(load)) {}

  absl::StatusOr<Entity*> Create(const EntityData& data, std::string local);
  // Names an entity that a later Create will make, so that changes before it can refer to it.
  absl::Status Declare(const EntityData& data, const std::string& local);
  absl::Status Assign(Entity* entity, const EntityData& data);
  absl::Status Remove(Entity* entity);

 private:
  // To-one relations of the data with their targets found or created.
  using Resolved = std::vector<std::pair<const PropertyMetadata*, Entity*>>;

  absl::StatusOr<Entity*> Resolve(const Target& target, const EntityMetadata& expected, const std::string& field);
  absl::StatusOr<Resolved> ResolveReferences(const EntityData& data);
  absl::StatusOr<Entity*> Place(const EntityData& data, const std::optional<Key>& key);
  absl::StatusOr<Entity*> PlaceDeclared(Entity* declared, const EntityData& data, const std::optional<Key>& key);
  absl::Status FillSlots(Entity* entity, const EntityData& data, const Resolved& references);
  absl::Status AssignScalar(Entity* entity, const PropertyMetadata& property, const Value& value,
                            const std::string& origin);
  absl::Status AssignReference(Entity* entity, const PropertyMetadata& property, Entity* target,
                               const std::string& origin);
  absl::Status AssignInverse(Entity* entity, const PropertyMetadata& property, Entity* target);
  absl::Status AssignItems(Entity* entity, const EntityData::Items& items, const std::string& origin);
  absl::Status SetItems(Entity* entity, const PropertyMetadata& property, const std::vector<Entity*>& items,
                        const std::string& field);
  void AddItem(Entity* entity, const PropertyMetadata& property, Entity* item);
  absl::Status RemoveItem(Entity* entity, const PropertyMetadata& property, Entity* item, const std::string& field);
  absl::Status Initialize(Entity* entity, const PropertyMetadata& property);

  UnitOfWork& unit_;
  RelationWiring wiring_;
  LoadRelation load_;
};

}  // namespace ormd
