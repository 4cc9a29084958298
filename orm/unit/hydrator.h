// Turns database rows into entities of the identity map.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/unit/identity_map.h"

namespace ormd {

// Planned once for a query shape; used for any number of rows.
class Hydrator {
 public:
  // `fields` as the select read them, key included; their columns begin at `first_column` of the result.
  Hydrator(const EntityMetadata& entity, const std::vector<size_t>& fields, size_t first_column = 0);

  // The entity of a row. One that is managed already is reconciled: slots with staged changes keep them, and so does
  // the version of an entity that has any; with `refresh` everything is overwritten. A new entity that was not inserted
  // yet is left alone.
  absl::StatusOr<Entity*> Hydrate(const Result& result, size_t row, bool refresh, IdentityMap& map);

  // The same for an entity that is known to have the key of the row.
  absl::Status Fill(Entity* entity, const Result& result, size_t row, bool refresh, IdentityMap& map);

  // The entities of all rows, in their order. A row that fails does not keep the others from their entities.
  absl::StatusOr<std::vector<Entity*>> HydrateAll(const Result& result, bool refresh, IdentityMap& map);

  absl::StatusOr<Key> ReadKey(const Result& result, size_t row) const;
  // Of the result, in key order.
  const std::vector<size_t>& key_columns() const { return key_columns_; }

 private:
  struct Field {
    const PropertyMetadata* property;
    size_t column;                   // of the result
    std::vector<const Type*> types;  // of the columns of a to-one relation
  };

  absl::Status ReadField(const Field& field, const Result& result, size_t row, bool refresh, Entity* entity,
                         IdentityMap& map);

  const EntityMetadata& entity_;
  std::vector<Field> fields_;
  std::vector<size_t> key_columns_;  // of the result, in key order
  Key target_key_;                   // of the field that is read
};

// Types of the key columns, in key order.
std::vector<const Type*> KeyTypes(const EntityMetadata& entity);

// Reads consecutive columns of a row as the values of `types`; `out` may be used for row after row.
absl::Status ReadKeyColumns(const Result& result, size_t row, size_t first_column,
                            const std::vector<const Type*>& types, Key* out);

}  // namespace ormd
