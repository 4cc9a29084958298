// An entity type: its table, properties, key and constraints.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "orm/metadata/property.h"
#include "orm/metadata/slot_mask.h"

namespace google::protobuf {
class Descriptor;
}

namespace ormd {

struct IndexMetadata {
  std::string name;
  std::vector<size_t> columns;  // indexes into EntityMetadata::columns; empty where `expression` is set
  std::vector<size_t> include;
  std::string expression;  // the list of keys as CREATE INDEX takes it
  std::string where;
  std::string method;
  bool unique = false;
};

struct UniqueMetadata {
  std::string name;
  std::vector<size_t> columns;
  Deferrable deferrable = Deferrable::kNot;
};

struct CheckMetadata {
  std::string name;
  std::string expression;
};

// A foreign key that is no relation.
struct ForeignKeyMetadata {
  std::string name;
  std::vector<size_t> columns;  // indexes into EntityMetadata::columns
  std::string schema;           // of the table that it refers to; empty: the search path's
  std::string table;
  std::vector<std::string> target_columns;
  ReferentialAction delete_rule = ReferentialAction::kDefault;
  ReferentialAction update_rule = ReferentialAction::kDefault;
  Deferrable deferrable = Deferrable::kNot;
};

// Values of a row that may stand only once in its table: those of a unique constraint, or of a unique index of columns
// without a condition.
struct UniqueColumns {
  std::vector<size_t> columns;  // indexes into EntityMetadata::columns
  Deferrable deferrable = Deferrable::kNot;
};

struct ViewMetadata {
  std::string expression;  // the SELECT
  bool materialized = false;
};

// Immutable once its Schema is loaded; the address is the identity of the type.
class EntityMetadata {
 public:
  std::string name;        // full message name, "shop.v1.OrderLine"
  std::string short_name;  // "OrderLine"
  std::string table;
  std::string schema;  // database schema; empty: the search path's
  std::string comment;
  std::string renamed_from;          // former name of the table, a hint
  std::optional<ViewMetadata> view;  // instead of a table; then readonly
  bool readonly = false;
  size_t index = 0;  // position in Schema::entities()
  const google::protobuf::Descriptor* descriptor = nullptr;

  std::vector<std::unique_ptr<PropertyMetadata>> properties;  // by field order; index = slot
  std::vector<Column> columns;                                // grouped by property, in property order
  std::vector<const PropertyMetadata*> primary_key;           // in field order
  std::vector<size_t> key_columns;                            // indexes into columns, in key order
  const PropertyMetadata* version = nullptr;
  SlotMask key_fields;      // those of the primary key
  SlotMask default_fields;  // those that a find reads which names none
  std::vector<OrderItem> order;
  std::vector<IndexMetadata> indexes;
  std::vector<UniqueMetadata> uniques;
  std::vector<CheckMetadata> checks;
  std::vector<ForeignKeyMetadata> foreign_keys;
  std::vector<UniqueColumns> unique_columns;

  // By the proto name or its lowerCamelCase form; nullptr where there is none.
  const PropertyMetadata* FindProperty(std::string_view property_name) const;

  size_t size() const { return properties.size(); }
  const PropertyMetadata& property(size_t slot) const { return *properties[slot]; }
  // The columns of one property.
  const Column* column_begin(const PropertyMetadata& property) const { return columns.data() + property.first_column; }

  // Filled by the loader: proto and lowerCamelCase names.
  absl::flat_hash_map<std::string, const PropertyMetadata*> by_name;
};

}  // namespace ormd
