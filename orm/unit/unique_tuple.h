// Values of a row that may stand only once in its table.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>

#include "orm/unit/entity.h"
#include "orm/value/text.h"

namespace ormd {

// The values of EntityMetadata::unique_columns[unique], or (one further) of the key.
struct UniqueTuple {
  const EntityMetadata* entity;
  size_t unique;
  Key values;

  bool operator==(const UniqueTuple&) const = default;
  template <typename H>
  friend H AbslHashValue(H state, const UniqueTuple& tuple) {
    return H::combine(std::move(state), tuple.entity, tuple.unique, tuple.values);
  }
};

// Which values: those that the database has, as far as they are known, or those that stand in the entity.
using RowValues = void (Entity::*)(const PropertyMetadata& property, Key& out) const;
inline constexpr RowValues kStoredValues = &Entity::AppendStoredColumns;
inline constexpr RowValues kStagedValues = &Entity::AppendColumns;

// Nullopt where a part is null or not known: it stands in nobody's way.
template <RowValues values>
std::optional<UniqueTuple> UniqueTupleOf(const Entity& entity, size_t unique) {
  const EntityMetadata& metadata = entity.metadata();
  UniqueTuple tuple{&metadata, unique, {}};
  for (const size_t column : metadata.unique_columns[unique].columns) {
    Key parts;
    (entity.*values)(metadata.property(metadata.columns[column].property), parts);
    Value& part = parts[metadata.columns[column].part];
    if (part.is_null()) return std::nullopt;
    if (metadata.columns[column].type.kind == TypeKind::kJson) part = ComparableJson(part.as<std::string>());
    tuple.values.push_back(std::move(part));
  }
  return tuple;
}

// Those of all but the key.
template <RowValues values, typename Function>
void ForEachUniqueTuple(const Entity& entity, Function&& function) {
  for (size_t unique = 0; unique < entity.metadata().unique_columns.size(); ++unique) {
    if (std::optional<UniqueTuple> tuple = UniqueTupleOf<values>(entity, unique)) function(*std::move(tuple));
  }
}

// Of the key, which may follow from relations that have been given since.
inline std::optional<UniqueTuple> KeyTupleOf(const Entity& entity) {
  std::optional<Key> key = entity.has_key() ? entity.key() : entity.KeyOfSlots();
  if (!key.has_value()) return std::nullopt;
  return UniqueTuple{&entity.metadata(), entity.metadata().unique_columns.size(), *std::move(key)};
}

}  // namespace ormd
