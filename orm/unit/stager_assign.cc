#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/unit/errors.h"
#include "orm/unit/stager.h"

namespace ormd {
namespace {

bool InDatabase(const Entity& entity) {
  return entity.state() == Entity::State::kManaged || entity.state() == Entity::State::kReference;
}

bool IsGone(const Entity& entity) {
  return entity.state() == Entity::State::kRemoved || entity.state() == Entity::State::kDetached;
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
  if (property.version && InDatabase(*entity) && entity->loaded(property.index)) {
    return entity->value(property) == value ? absl::OkStatus() : unit_error::OptimisticLock(entity->metadata());
  }
  unit_.Change(entity, property, std::move(value));
  return absl::OkStatus();
}

absl::Status Stager::AssignReference(Entity* entity, const PropertyMetadata& property, Entity* target,
                                     const std::string& origin) {
  if (property.is_inverse()) return AssignInverse(entity, property, target);
  if (property.primary && entity->has_key() && entity->reference(property) != target) {
    return unit_error::KeyChange(property, origin);
  }
  wiring_.SetReference(entity, property, target);
  return absl::OkStatus();
}

absl::Status Stager::AssignInverse(Entity* entity, const PropertyMetadata& property, Entity* target) {
  if (InDatabase(*entity) && !entity->loaded(property.index)) ORMD_RETURN_IF_ERROR(load_(entity, property));
  Entity* old_target = entity->reference(property);
  if (old_target != nullptr && old_target != target) {
    if (property.orphan_removal) {
      ORMD_RETURN_IF_ERROR(Remove(old_target));
    } else {
      wiring_.SetReference(old_target, *property.mapped_by, nullptr);
    }
  }
  if (target != nullptr) wiring_.SetReference(target, *property.mapped_by, entity);
  return absl::OkStatus();
}

absl::Status Stager::AssignItems(Entity* entity, EntityData::Items& items, const std::string& origin) {
  const std::string field = JoinField(origin, items.property->name);
  std::vector<Entity*> targets;
  targets.reserve(items.targets.size());
  for (size_t i = 0; i < items.targets.size(); ++i) {
    ORMD_ASSIGN_OR_RETURN(Entity * target,
                          Resolve(items.targets[i], *items.property->target, StrCat(field, "[", i, "]")));
    targets.push_back(target);
  }
  if (items.operation == CollectionOperation::kSet) return SetItems(entity, *items.property, targets, field);
  for (Entity* target : targets) {
    if (items.operation == CollectionOperation::kAdd) {
      AddItem(entity, *items.property, target);
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
  const std::vector<Entity*> before = entity->collection(property).items();
  for (Entity* item : before) {
    if (!wanted.contains(item)) ORMD_RETURN_IF_ERROR(RemoveItem(entity, property, item, field));
  }
  for (Entity* item : items) AddItem(entity, property, item);
  return absl::OkStatus();
}

absl::Status Stager::Initialize(Entity* entity, const PropertyMetadata& property) {
  if (entity->collection(property).initialized()) return absl::OkStatus();
  return load_(entity, property);
}

void Stager::AddItem(Entity* entity, const PropertyMetadata& property, Entity* item) {
  if (property.kind == PropertyKind::kManyToMany) {
    wiring_.Link(entity, property, item);
  } else {
    unit_.AddItem(entity, property, item);
    wiring_.SetReference(item, *property.mapped_by, entity);
  }
}

absl::Status Stager::RemoveItem(Entity* entity, const PropertyMetadata& property, Entity* item,
                                const std::string& field) {
  if (property.kind == PropertyKind::kManyToMany) {
    wiring_.Unlink(entity, property, item);
    return absl::OkStatus();
  }
  if (!unit_.RemoveItem(entity, property, item)) return absl::OkStatus();
  if (property.orphan_removal) return Remove(item);
  if (!property.mapped_by->nullable) return unit_error::ItemNeedsOwner(property, field);
  wiring_.SetReference(item, *property.mapped_by, nullptr);
  return absl::OkStatus();
}

absl::Status Stager::Remove(Entity* entity) {
  if (entity->metadata().readonly) return unit_error::ReadonlyEntity(entity->metadata());
  if (IsGone(*entity)) return absl::OkStatus();
  wiring_.TakeOut(entity);
  if (entity->state() == Entity::State::kNew) {
    unit_.Detach(entity);
  } else {
    unit_.StageRemove(entity);
  }
  for (const auto& property : entity->metadata().properties) {
    if (!property->orphan_removal || !property->is_to_many()) continue;
    const std::vector<Entity*> orphans = entity->collection(*property).items();
    for (Entity* orphan : orphans) ORMD_RETURN_IF_ERROR(Remove(orphan));
  }
  return absl::OkStatus();
}

}  // namespace ormd
