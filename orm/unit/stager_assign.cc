#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/unit/errors.h"
#include "orm/unit/stager.h"

namespace ormd {
namespace {

bool IsGone(const Entity& entity) {
  return entity.state() == Entity::State::kRemoved || entity.state() == Entity::State::kDetached;
}

// The relation stands in rows of a readonly entity: those of its other side, as a rule.
absl::Status CheckWritable(const PropertyMetadata& relation, const std::string& field) {
  const EntityMetadata& holder = relation.mapped_by != nullptr ? *relation.target : *relation.owner;
  return holder.readonly ? UnderField(unit_error::ReadonlyEntity(holder), field) : absl::OkStatus();
}

}  // namespace

absl::Status Stager::Assign(Entity* entity, EntityData& data) {
  if (entity->metadata().readonly) return unit_error::ReadonlyEntity(entity->metadata());
  if (IsGone(*entity)) return unit_error::RemovedEntity(entity->metadata(), data.origin);
  unit_.SetOrigin(entity, data.origin);
  for (EntityData::Scalar& scalar : data.scalars) {
    ORMD_RETURN_IF_ERROR(AssignScalar(entity, *scalar.property, std::move(scalar.value), data.origin));
  }
  ORMD_ASSIGN_OR_RETURN(const Resolved references, ResolveReferences(data));
  for (const auto& [property, target] : references) {
    ORMD_RETURN_IF_ERROR(AssignReference(entity, *property, target, data.origin));
  }
  for (EntityData::Items& items : data.collections) {
    ORMD_RETURN_IF_ERROR(AssignItems(entity, items, data.origin));
  }
  return absl::OkStatus();
}

absl::Status Stager::AssignScalar(Entity* entity, const PropertyMetadata& property, Value value,
                                  const std::string& origin) {
  if (property.primary && entity->has_key()) {
    if (entity->value(property) == value) return absl::OkStatus();
    return unit_error::KeyChange(property, origin);
  }
  // What a client read and sends back is what it expects to stand.
  if (property.version && entity->is_stored() && entity->loaded(property.index)) {
    if (entity->value(property) == value) return absl::OkStatus();
    return unit_error::OptimisticLock(*entity, JoinField(origin, property.name));
  }
  ORMD_RETURN_IF_ERROR(CheckValue(property, value, origin));
  unit_.Change(entity, property, std::move(value));
  return absl::OkStatus();
}

absl::Status Stager::AssignReference(Entity* entity, const PropertyMetadata& property, Entity* target,
                                     const std::string& origin) {
  if (property.is_inverse()) return AssignInverse(entity, property, target, JoinField(origin, property.name));
  return Point(entity, property, target, origin);
}

absl::Status Stager::AssignInverse(Entity* entity, const PropertyMetadata& property, Entity* target,
                                   const std::string& field) {
  ORMD_RETURN_IF_ERROR(CheckWritable(property, field));
  if (entity->is_stored() && !entity->loaded(property.index)) ORMD_RETURN_IF_ERROR(read_.relation(entity, property));
  Entity* old_target = entity->reference(property);
  if (old_target != nullptr && old_target != target) {
    unit_.Mirror(entity, property, nullptr);
    if (old_target->reference(*property.mapped_by) == entity) {
      if (property.orphan_removal) {
        unit_.StageOrphan(old_target);
      } else {
        ORMD_RETURN_IF_ERROR(Point(old_target, *property.mapped_by, nullptr, field));
      }
    }
  }
  if (target == nullptr) return absl::OkStatus();
  if (IsGone(*target)) return unit_error::RemovedEntity(target->metadata(), field);
  return Point(target, *property.mapped_by, entity, field);
}

absl::Status Stager::Point(Entity* entity, const PropertyMetadata& property, Entity* target, const std::string& field) {
  if (property.primary && entity->has_key() && entity->reference(property) != target) {
    return unit_error::KeyChange(property, field);
  }
  const bool owned = property.inverse != nullptr && property.inverse->orphan_removal;
  if (owned && target != nullptr) unit_.KeepOrphan(entity);
  if (target != nullptr) Displace(entity, property, target);
  wiring_.SetReference(entity, property, target);
  return absl::OkStatus();
}

void Stager::Displace(Entity* entity, const PropertyMetadata& property, const Entity* target) {
  const PropertyMetadata* const inverse = property.inverse;
  if (inverse == nullptr || !inverse->is_to_one() || !target->loaded(inverse->index)) return;
  Entity* const other = target->reference(*inverse);
  if (other == nullptr || other == entity || other->reference(property) != target) return;
  if (inverse->orphan_removal) {
    unit_.StageDisplaced(other, entity);
  } else if (property.nullable) {
    wiring_.SetReference(other, property, nullptr);
  }
}

absl::Status Stager::AssignItems(Entity* entity, EntityData::Items& items, const std::string& origin) {
  const std::string field = JoinField(origin, items.property->name);
  ORMD_RETURN_IF_ERROR(CheckWritable(*items.property, field));
  std::vector<Entity*> targets;
  targets.reserve(items.targets.size());
  for (size_t i = 0; i < items.targets.size(); ++i) {
    ORMD_ASSIGN_OR_RETURN(Entity * target,
                          Resolve(items.targets[i], *items.property->target, StrCat(field, "[", i, "]")));
    targets.push_back(target);
  }
  if (items.operation == CollectionOperation::kSet) return SetItems(entity, *items.property, targets, field);
  // Whose item it is stands in itself.
  const bool asks_items =
      items.operation == CollectionOperation::kRemove && items.property->kind == PropertyKind::kOneToMany;
  if (asks_items) ORMD_RETURN_IF_ERROR(read_.references(*items.property->target, targets));
  for (Entity* target : targets) {
    if (items.operation == CollectionOperation::kAdd) {
      ORMD_RETURN_IF_ERROR(AddItem(entity, *items.property, target, field));
    } else {
      ORMD_RETURN_IF_ERROR(RemoveItem(entity, *items.property, target, field));
    }
  }
  return absl::OkStatus();
}

absl::Status Stager::SetItems(Entity* entity, const PropertyMetadata& property, const std::vector<Entity*>& items,
                              const std::string& field) {
  ORMD_RETURN_IF_ERROR(Initialize(entity, property));
  const absl::flat_hash_set<Entity*> wanted(items.begin(), items.end());
  const EntityList& known = entity->collection(property).items();
  const std::vector<Entity*> before(known.begin(), known.end());
  for (Entity* item : before) {
    if (!wanted.contains(item)) ORMD_RETURN_IF_ERROR(RemoveItem(entity, property, item, field));
  }
  for (Entity* item : items) ORMD_RETURN_IF_ERROR(AddItem(entity, property, item, field));
  return absl::OkStatus();
}

absl::Status Stager::Initialize(Entity* entity, const PropertyMetadata& property) {
  if (entity->collection(property).initialized()) return absl::OkStatus();
  return read_.relation(entity, property);
}

absl::Status Stager::AddItem(Entity* entity, const PropertyMetadata& property, Entity* item, const std::string& field) {
  ORMD_RETURN_IF_ERROR(Step());
  if (IsGone(*item)) return unit_error::RemovedEntity(item->metadata(), field);
  if (property.kind == PropertyKind::kManyToMany) {
    wiring_.Link(entity, property, item);
    return absl::OkStatus();
  }
  unit_.AddItem(entity, property, item);
  return Point(item, *property.mapped_by, entity, field);
}

absl::Status Stager::RemoveItem(Entity* entity, const PropertyMetadata& property, Entity* item,
                                const std::string& field) {
  ORMD_RETURN_IF_ERROR(Step());
  if (property.kind == PropertyKind::kManyToMany) {
    wiring_.Unlink(entity, property, item);
    return absl::OkStatus();
  }
  if (item->reference(*property.mapped_by) != entity || !unit_.RemoveItem(entity, property, item)) {
    return absl::OkStatus();
  }
  if (property.orphan_removal) {
    unit_.StageOrphan(item);
    return absl::OkStatus();
  }
  if (!property.mapped_by->nullable) return unit_error::ItemNeedsOwner(property, field);
  return Point(item, *property.mapped_by, nullptr, field);
}

absl::Status Stager::Remove(Entity* entity) {
  ORMD_RETURN_IF_ERROR(Step());
  if (entity->metadata().readonly) return unit_error::ReadonlyEntity(entity->metadata());
  if (IsGone(*entity)) return absl::OkStatus();
  unit_.KeepOrphan(entity);  // it goes by itself
  ORMD_ASSIGN_OR_RETURN(const std::vector<Entity*> owned, OwnedBy(entity));
  wiring_.TakeOut(entity);
  if (entity->state() == Entity::State::kNew) {
    unit_.Detach(entity);
  } else {
    unit_.StageRemove(entity);
  }
  for (Entity* item : owned) ORMD_RETURN_IF_ERROR(Remove(item));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Entity*>> Stager::OwnedBy(Entity* entity) {
  std::vector<Entity*> owned;
  for (const auto& property : entity->metadata().properties) {
    if (!property->orphan_removal) continue;
    const auto add = [&](Entity* item) {
      if (item != nullptr && item->reference(*property->mapped_by) == entity) owned.push_back(item);
    };
    if (!property->is_to_many()) {
      add(entity->reference(*property));
      continue;
    }
    // Of a new row that sends no statement.
    if (entity->state() == Entity::State::kNew) ORMD_RETURN_IF_ERROR(Initialize(entity, *property));
    const Collection& items = entity->collection(*property);
    for (Entity* item : items.initialized() ? items.items() : items.added()) add(item);
  }
  return owned;
}

absl::Status Stager::RemoveOrphans() {
  const std::vector<Entity*> orphans = unit_.orphans();
  for (Entity* orphan : orphans) {
    if (orphan->orphan) ORMD_RETURN_IF_ERROR(Remove(orphan));
  }
  return absl::OkStatus();
}

}  // namespace ormd
