// Turns decoded changes into staged entities: create, assign, remove.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "orm/sql/platform.h"
#include "orm/unit/entity_data.h"
#include "orm/unit/relation_wiring.h"
#include "orm/unit/unit_of_work.h"

namespace ormd {

// Works within one call; what fails half-way is taken back by the caller (UnitOfWork::Rollback).
class Stager {
 public:
  // What has to be read or asked.
  struct Reader {
    // A to-many relation, or the inverse side of a one-to-one, of an entity that stands in the database.
    std::function<absl::Status(Entity*, const PropertyMetadata&)> relation;
    // Those of the entities, all of one type, that are mere references.
    std::function<absl::Status(const EntityMetadata&, const std::vector<Entity*>&)> references;
    // Whether to go on, every few thousand steps.
    std::function<absl::Status()> may_go_on;
  };

  Stager(UnitOfWork& unit, const Platform& platform, Reader read)
      : unit_(unit), platform_(platform), wiring_(unit), read_(std::move(read)) {}

  // Create and Assign move the values out of the data.
  absl::StatusOr<Entity*> Create(EntityData& data, std::string local);
  // Names an entity that a later Create will make, so that changes before it can refer to it.
  absl::Status Declare(const EntityData& data, const std::string& local);
  absl::Status Assign(Entity* entity, EntityData& data);
  absl::Status Remove(Entity* entity);
  // Removes the orphans that nobody has kept.
  absl::Status RemoveOrphans();

 private:
  static constexpr size_t kStepsInARow = 4096;

  // Before each thing of which one request may have very many.
  absl::Status Step() { return ++steps_ % kStepsInARow == 0 ? read_.may_go_on() : absl::OkStatus(); }

  // To-one relations of the data with their targets found or created.
  using Resolved = std::vector<std::pair<const PropertyMetadata*, Entity*>>;

  absl::StatusOr<Entity*> Resolve(Target& target, const EntityMetadata& expected, const std::string& field);
  absl::StatusOr<Resolved> ResolveReferences(EntityData& data);
  absl::StatusOr<Entity*> Place(const EntityData& data, const std::optional<Key>& key);
  absl::StatusOr<Entity*> PlaceDeclared(Entity* declared, const EntityData& data, const std::optional<Key>& key);
  // `added`: the entity was made by this create, not taken over.
  absl::Status FillSlots(Entity* entity, bool added, EntityData& data, const Resolved& references);
  absl::Status FillScalar(Entity* entity, bool added, const PropertyMetadata& property, Value&& value,
                          const std::string& origin);
  // Whether the database can keep it.
  absl::Status CheckValue(const PropertyMetadata& property, const Value& value, const std::string& origin) const;
  absl::Status AssignScalar(Entity* entity, const PropertyMetadata& property, Value value, const std::string& origin);
  absl::Status AssignReference(Entity* entity, const PropertyMetadata& property, Entity* target,
                               const std::string& origin);
  absl::Status AssignInverse(Entity* entity, const PropertyMetadata& property, Entity* target,
                             const std::string& field);
  // Points an owning to-one relation at `target`. An orphan that gets an owner stays.
  absl::Status Point(Entity* entity, const PropertyMetadata& property, Entity* target, const std::string& field);
  // Of a one-to-one: who is known to have the target loses it to the entity, if it can do without.
  void Displace(Entity* entity, const PropertyMetadata& property, const Entity* target);
  absl::Status AssignItems(Entity* entity, EntityData::Items& items, const std::string& origin);
  absl::Status SetItems(Entity* entity, const PropertyMetadata& property, const std::vector<Entity*>& items,
                        const std::string& field);
  absl::Status AddItem(Entity* entity, const PropertyMetadata& property, Entity* item, const std::string& field);
  // Nothing where it is an item of another entity, or of none.
  absl::Status RemoveItem(Entity* entity, const PropertyMetadata& property, Entity* item, const std::string& field);
  absl::Status Initialize(Entity* entity, const PropertyMetadata& property);
  // What goes with it, as far as it is known.
  absl::StatusOr<std::vector<Entity*>> OwnedBy(Entity* entity);

  UnitOfWork& unit_;
  const Platform& platform_;
  RelationWiring wiring_;
  Reader read_;
  size_t steps_ = 0;
};

}  // namespace ormd
