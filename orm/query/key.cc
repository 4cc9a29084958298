#include "orm/query/key.h"

#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/metadata/about_property.h"
#include "orm/query/condition.h"
#include "orm/query/errors.h"

namespace ormd {
namespace {

absl::Status AppendKey(const EntityMetadata& entity, const Value& value, Key& key);

absl::Status MakeKeyColumn(const EntityMetadata& entity, size_t position, Value& value) {
  if (value.is_null()) return KeyIsNull(entity);
  const Column& column = entity.columns[entity.key_columns[position]];
  return AboutProperty(MakeCanonical(column.type, value), entity.property(column.property));
}

absl::Status AppendProperty(const PropertyMetadata& property, const Value& value, Key& key) {
  if (!property.is_scalar()) return AppendKey(*property.target, value, key);
  if (value.is_null()) return KeyIsNull(*property.owner);
  absl::StatusOr<Value> canonical = Canonicalize(property.type, value);
  if (!canonical.ok()) return AboutProperty(canonical.status(), property);
  key.push_back(*std::move(canonical));
  return absl::OkStatus();
}

absl::Status CheckNames(const EntityMetadata& entity, const Map& map) {
  std::vector<const PropertyMetadata*> seen;
  for (const auto& [name, value] : map) {
    const PropertyMetadata* property = entity.FindProperty(name);
    if (property == nullptr) return UnderField(UnknownProperty(entity, name), ShortName(name));
    if (!property->primary) return UnderField(NotOfTheKey(entity), name);
    if (std::find(seen.begin(), seen.end(), property) != seen.end()) return UnderField(GivenTwice(), name);
    seen.push_back(property);
  }
  return absl::OkStatus();
}

absl::Status AppendMap(const EntityMetadata& entity, const Map& map, Key& key) {
  ORMD_RETURN_IF_ERROR(CheckNames(entity, map));
  for (const PropertyMetadata* property : entity.primary_key) {
    const auto names_it = [&](const auto& entry) { return entity.FindProperty(entry.first) == property; };
    const auto entry = std::find_if(map.begin(), map.end(), names_it);
    if (entry == map.end()) return KeyMisses(entity, *property);
    ORMD_RETURN_IF_ERROR(UnderField(AppendProperty(*property, entry->second, key), entry->first));
  }
  return absl::OkStatus();
}

absl::Status AppendByProperty(const EntityMetadata& entity, const List& list, Key& key) {
  for (size_t i = 0; i < list.size(); ++i) {
    ORMD_RETURN_IF_ERROR(UnderField(AppendProperty(*entity.primary_key[i], list[i], key), StrCat("[", i, "]")));
  }
  return absl::OkStatus();
}

absl::Status AppendByColumn(const EntityMetadata& entity, const List& list, Key& key) {
  for (size_t i = 0; i < list.size(); ++i) {
    key.push_back(list[i]);
    const absl::Status status = MakeKeyColumn(entity, i, key.back());
    if (!status.ok()) return UnderField(status, StrCat("[", i, "]"));
  }
  return absl::OkStatus();
}

absl::Status AppendKey(const EntityMetadata& entity, const Value& value, Key& key) {
  if (const Map* map = value.get_if<Map>()) return AppendMap(entity, *map, key);
  if (const List* list = value.get_if<List>()) {
    if (list->size() == entity.primary_key.size()) return AppendByProperty(entity, *list, key);
    if (list->size() == entity.key_columns.size()) return AppendByColumn(entity, *list, key);
    return WrongKeySize(entity, list->size());
  }
  if (entity.key_columns.size() != 1) return WrongKeySize(entity, 1);
  key.push_back(value);
  return MakeKeyColumn(entity, 0, key.back());
}

// The key as a path: its property, or none where it has several.
PropertyPath KeyPath(const EntityMetadata& entity) {
  return {{}, entity.primary_key.size() == 1 ? entity.primary_key.front() : nullptr};
}

}  // namespace

absl::StatusOr<Key> ParseKey(const EntityMetadata& entity, const Value& value) {
  Key key;
  key.reserve(entity.key_columns.size());
  ORMD_RETURN_IF_ERROR(AppendKey(entity, value, key));
  return key;
}

absl::StatusOr<Key> CanonicalKey(const EntityMetadata& entity, Key key) {
  if (key.size() != entity.key_columns.size()) return WrongKeySize(entity, key.size());
  for (size_t i = 0; i < key.size(); ++i) {
    ORMD_RETURN_IF_ERROR(MakeKeyColumn(entity, i, key[i]));
  }
  return key;
}

Condition KeyCondition(const EntityMetadata& entity, Key key) {
  return {Condition::Kind::kCompare, {}, KeyPath(entity), Operator::kEq, {std::move(key)}};
}

Condition KeysCondition(const EntityMetadata& entity, std::vector<Key> keys) {
  if (keys.empty()) return {Condition::Kind::kFalse, {}, {}, Operator::kEq, {}};
  return {Condition::Kind::kCompare, {}, KeyPath(entity), Operator::kIn, std::move(keys)};
}

}  // namespace ormd
