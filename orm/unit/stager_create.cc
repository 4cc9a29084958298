#include <cmath>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/unit/errors.h"
#include "orm/unit/initial_values.h"
#include "orm/unit/stager.h"

namespace ormd {
namespace {

const Value* FindScalar(const EntityData& data, const PropertyMetadata& property) {
  for (const EntityData::Scalar& scalar : data.scalars) {
    if (scalar.property == &property) return &scalar.value;
  }
  return nullptr;
}

// The key as far as the data give it; nullopt where a part is left to ormd or the database.
std::optional<Key> GivenKey(const EntityData& data,
                            const std::vector<std::pair<const PropertyMetadata*, Entity*>>& references) {
  Key key;
  for (const PropertyMetadata* property : data.entity->primary_key) {
    if (property->is_scalar()) {
      const Value* value = FindScalar(data, *property);
      if (value == nullptr || value->is_null()) return std::nullopt;
      key.push_back(*value);
      continue;
    }
    const auto at =
        std::find_if(references.begin(), references.end(), [&](const auto& r) { return r.first == property; });
    if (at == references.end() || at->second == nullptr || !at->second->has_key()) return std::nullopt;
    key.insert(key.end(), at->second->key().begin(), at->second->key().end());
  }
  return key;
}

}  // namespace

absl::StatusOr<Entity*> Stager::Create(EntityData& data, std::string local) {
  if (data.entity->readonly) return unit_error::ReadonlyEntity(*data.entity);
  Entity* declared = local.empty() ? nullptr : unit_.FindLocal(local);
  if (declared != nullptr && !unit_.IsDeclared(declared)) return unit_error::LocalTaken(local, data.origin);
  ORMD_ASSIGN_OR_RETURN(const Resolved references, ResolveReferences(data));
  const std::optional<Key> given_key = GivenKey(data, references);
  const size_t known = unit_.identity_map().size();
  ORMD_ASSIGN_OR_RETURN(Entity * entity,
                        declared == nullptr ? Place(data, given_key) : PlaceDeclared(declared, data, given_key));
  const bool added = unit_.identity_map().size() > known;
  if (declared == nullptr && !local.empty()) unit_.SetLocal(entity, std::move(local));
  unit_.SetOrigin(entity, data.origin);
  unit_.StageCreate(entity);
  if (added) entity->OpenCollections();
  ORMD_RETURN_IF_ERROR(FillSlots(entity, added, data, references));
  if (!entity->has_key()) {
    if (std::optional<Key> key = entity->KeyOfSlots()) unit_.SetKey(entity, *std::move(key));
  }
  for (EntityData::Items& items : data.collections) {
    ORMD_RETURN_IF_ERROR(AssignItems(entity, items, data.origin));
  }
  return entity;
}

absl::Status Stager::Declare(const EntityData& data, const std::string& local) {
  if (unit_.FindLocal(local) != nullptr) return unit_error::LocalTaken(local, data.origin);
  const std::optional<Key> key = GivenKey(data, {});
  Entity* known = key.has_value() ? unit_.identity_map().Find(*data.entity, *key) : nullptr;
  const bool adopts = known != nullptr && known->state() == Entity::State::kReference;
  Entity* entity = adopts ? known : unit_.identity_map().Add(*data.entity);
  if (adopts) {
    unit_.SetState(entity, Entity::State::kNew);
  } else {
    entity->OpenCollections();
  }
  if (known == nullptr && key.has_value()) unit_.SetKey(entity, *key);
  unit_.SetLocal(entity, local);
  unit_.SetDeclared(entity, true);
  return absl::OkStatus();
}

absl::StatusOr<Stager::Resolved> Stager::ResolveReferences(EntityData& data) {
  Resolved resolved;
  resolved.reserve(data.references.size());
  for (EntityData::Reference& reference : data.references) {
    const std::string field = JoinField(data.origin, reference.property->name);
    ORMD_ASSIGN_OR_RETURN(Entity * target, Resolve(reference.target, *reference.property->target, field));
    resolved.emplace_back(reference.property, target);
  }
  return resolved;
}

absl::StatusOr<Entity*> Stager::Resolve(Target& target, const EntityMetadata& expected, const std::string& field) {
  ORMD_RETURN_IF_ERROR(Step());
  switch (target.kind) {
    case Target::Kind::kNull:
      return nullptr;
    case Target::Kind::kKey:
      return unit_.identity_map().Reference(expected, target.key);
    case Target::Kind::kNew:
      return Create(*target.data, "");
    case Target::Kind::kLocal:
      break;
  }
  Entity* entity = unit_.FindLocal(target.local);
  if (entity == nullptr) return unit_error::UnknownLocal(target.local, field);
  if (&entity->metadata() != &expected) return unit_error::WrongTarget(expected, entity->metadata(), field);
  return entity;
}

absl::StatusOr<Entity*> Stager::Place(const EntityData& data, const std::optional<Key>& key) {
  Entity* known = key.has_value() ? unit_.identity_map().Find(*data.entity, *key) : nullptr;
  if (known != nullptr && known->state() == Entity::State::kReference) {
    unit_.SetState(known, Entity::State::kNew);
    return known;
  }
  if (known != nullptr && known->state() != Entity::State::kRemoved) {
    return unit_error::KeyTaken(*data.entity, data.origin);
  }
  Entity* entity = unit_.identity_map().Add(*data.entity);
  if (key.has_value()) unit_.SetKey(entity, *key);
  return entity;
}

absl::StatusOr<Entity*> Stager::PlaceDeclared(Entity* declared, const EntityData& data, const std::optional<Key>& key) {
  if (&declared->metadata() != data.entity) return unit_error::LocalTaken(declared->local(), data.origin);
  if (declared->state() != Entity::State::kNew) return unit_error::RemovedEntity(*data.entity, data.origin);
  unit_.SetDeclared(declared, false);
  if (declared->has_key() || !key.has_value()) return declared;
  const Entity* known = unit_.identity_map().Find(*data.entity, *key);
  if (known != nullptr && known->state() != Entity::State::kRemoved) {
    return unit_error::KeyTaken(*data.entity, data.origin);
  }
  unit_.SetKey(declared, *key);
  return declared;
}

absl::Status Stager::CheckValue(const PropertyMetadata& property, const Value& value, const std::string& origin) const {
  const double* number = value.get_if<double>();
  const bool is_lost = number != nullptr && std::isnan(*number) && !platform_.has_nan();
  return is_lost ? unit_error::NoNan(property, origin) : absl::OkStatus();
}

absl::Status Stager::FillScalar(Entity* entity, bool added, const PropertyMetadata& property, Value&& value,
                                const std::string& origin) {
  ORMD_RETURN_IF_ERROR(CheckValue(property, value, origin));
  added ? unit_.Fill(entity, property, std::move(value)) : unit_.Change(entity, property, std::move(value));
  return absl::OkStatus();
}

absl::Status Stager::FillSlots(Entity* entity, bool added, EntityData& data, const Resolved& references) {
  for (EntityData::Scalar& scalar : data.scalars) {
    ORMD_RETURN_IF_ERROR(FillScalar(entity, added, *scalar.property, std::move(scalar.value), data.origin));
  }
  for (const auto& [property, target] : references) {
    if (property->is_inverse()) {
      ORMD_RETURN_IF_ERROR(AssignInverse(entity, *property, target, JoinField(data.origin, property->name)));
    } else {
      if (target != nullptr) Displace(entity, *property, target);
      wiring_.SetReference(entity, *property, target);
    }
  }
  const Timestamp now = CurrentTimestamp();
  for (const auto& property : entity->metadata().properties) {
    if (!property->is_scalar() || entity->loaded(property->index)) continue;
    if (std::optional<Value> value = InitialValue(*property, now)) {
      ORMD_RETURN_IF_ERROR(FillScalar(entity, added, *property, *std::move(value), data.origin));
      entity->made.Set(property->index);
    }
  }
  return absl::OkStatus();
}

}  // namespace ormd
