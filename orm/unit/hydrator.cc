#include "orm/unit/hydrator.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"
#include "orm/unit/errors.h"

namespace ormd {
namespace {

std::vector<const Type*> ColumnTypes(const PropertyMetadata& property) {
  std::vector<const Type*> types;
  for (size_t part = 0; part < property.column_count; ++part) {
    types.push_back(&property.owner->column_begin(property)[part].type);
  }
  return types;
}

// What is staged in an entity that has changes, and the version on which they build.
bool Keeps(const Entity& entity, const PropertyMetadata& property) {
  return entity.dirty(property.index) || (property.version && entity.loaded(property.index));
}

// What stood in a relation, staged perhaps, was replaced by what the database has: the other sides follow.
void LeaveInverse(Entity* entity, const PropertyMetadata& inverse, Entity* before) {
  if (inverse.is_to_many()) return before->collection(inverse).Drop(entity);
  if (before->reference(inverse) != entity) return;
  before->Hydrate(inverse, nullptr);
  before->set_loaded(inverse.index, false);
}

// The place of an item is known to the database alone.
void JoinInverse(Entity* entity, const PropertyMetadata& inverse, Entity* target) {
  if (inverse.is_to_many()) {
    Collection& items = target->collection(inverse);
    if (items.Holds(entity)) return;
    items.Drop(entity);
    items.Forget();
    target->set_loaded(inverse.index, false);
  } else if (target->loaded(inverse.index) && target->reference(inverse) != entity) {
    target->set_loaded(inverse.index, false);
  }
}

void Point(Entity* entity, const PropertyMetadata& property, Entity* target) {
  Entity* const before = entity->reference(property);
  const bool moves = entity->loaded(property.index) && before != target;
  entity->Hydrate(property, target);
  if (!moves || property.inverse == nullptr) return;
  if (before != nullptr) LeaveInverse(entity, *property.inverse, before);
  if (target != nullptr) JoinInverse(entity, *property.inverse, target);
}

bool HasNull(const Key& key) {
  return std::any_of(key.begin(), key.end(), [](const Value& value) { return value.is_null(); });
}

}  // namespace

std::vector<const Type*> KeyTypes(const EntityMetadata& entity) {
  std::vector<const Type*> types;
  types.reserve(entity.key_columns.size());
  for (const size_t column : entity.key_columns) types.push_back(&entity.columns[column].type);
  return types;
}

absl::Status ReadKeyColumns(const Result& result, size_t row, size_t first_column,
                            const std::vector<const Type*>& types, Key* out) {
  out->clear();
  out->reserve(types.size());
  for (size_t i = 0; i < types.size(); ++i) {
    ORMD_ASSIGN_OR_RETURN(Value value, DecodeCell(*types[i], result.cell(row, first_column + i)));
    out->push_back(std::move(value));
  }
  return absl::OkStatus();
}

Hydrator::Hydrator(const EntityMetadata& entity, const std::vector<size_t>& fields, size_t first_column)
    : entity_(entity) {
  size_t column = first_column;
  for (const size_t slot : fields) {
    const PropertyMetadata& property = entity.property(slot);
    fields_.push_back({&property, column, property.is_to_one() ? ColumnTypes(property) : std::vector<const Type*>()});
    for (size_t part = 0; part < property.column_count && property.primary; ++part)
      key_columns_.push_back(column + part);
    column += property.formula.has_value() ? 1 : property.column_count;
  }
}

absl::StatusOr<Key> Hydrator::ReadKey(const Result& result, size_t row) const {
  Key key;
  key.reserve(key_columns_.size());
  for (size_t i = 0; i < key_columns_.size(); ++i) {
    const Type& type = entity_.columns[entity_.key_columns[i]].type;
    ORMD_ASSIGN_OR_RETURN(Value value, DecodeCell(type, result.cell(row, key_columns_[i])));
    key.push_back(std::move(value));
  }
  return key;
}

absl::StatusOr<Entity*> Hydrator::Hydrate(const Result& result, size_t row, bool refresh, IdentityMap& map) {
  ORMD_ASSIGN_OR_RETURN(Key key, ReadKey(result, row));
  Entity* const entity = map.Reference(entity_, std::move(key));
  ORMD_RETURN_IF_ERROR(Fill(entity, result, row, refresh, map));
  return entity;
}

absl::Status Hydrator::Fill(Entity* entity, const Result& result, size_t row, bool refresh, IdentityMap& map) {
  if (entity->state() == Entity::State::kNew) return absl::OkStatus();
  const bool keeps_changes = !refresh && entity->dirty();
  for (const Field& field : fields_) {
    const PropertyMetadata& property = *field.property;
    if (!refresh && property.primary && property.is_scalar()) continue;  // stands in the key
    if (keeps_changes && Keeps(*entity, property) && !entity->lacks_original(property.index)) continue;
    ORMD_RETURN_IF_ERROR(ReadField(field, result, row, refresh, entity, map));
  }
  if (entity->state() == Entity::State::kReference) entity->set_state(Entity::State::kManaged);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Entity*>> Hydrator::HydrateAll(const Result& result, bool refresh, IdentityMap& map) {
  std::vector<Entity*> entities;
  entities.reserve(result.rows());
  map.Reserve(entity_, result.rows());
  absl::Status status;
  for (size_t row = 0; row < result.rows(); ++row) {
    const absl::StatusOr<Entity*> entity = Hydrate(result, row, refresh, map);
    status.Update(entity.status());
    if (entity.ok()) entities.push_back(*entity);
  }
  if (!status.ok()) return status;
  return entities;
}

absl::Status Hydrator::ReadField(const Field& field, const Result& result, size_t row, bool refresh, Entity* entity,
                                 IdentityMap& map) {
  const PropertyMetadata& property = *field.property;
  const bool changed = !refresh && entity->lacks_original(property.index);
  if (property.is_scalar()) {
    absl::StatusOr<Value> value = DecodeCell(property.type, result.cell(row, field.column));
    if (!value.ok()) return unit_error::UnreadableValue(*entity, property);
    changed ? entity->LearnOriginal(property, *std::move(value)) : entity->Hydrate(property, *std::move(value));
    return absl::OkStatus();
  }
  ORMD_RETURN_IF_ERROR(ReadKeyColumns(result, row, field.column, field.types, &target_key_));
  Entity* const target = HasNull(target_key_) ? nullptr : map.Reference(*property.target, target_key_);
  if (changed) {
    entity->LearnOriginal(property, target);
  } else {
    Point(entity, property, target);
  }
  return absl::OkStatus();
}

}  // namespace ormd
