// An entity type: its table, properties, key and constraints.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "orm/metadata/property.h"

namespace google::protobuf {
class Descriptor;
}

namespace ormd {

struct IndexMetadata {
  std::string name;
  std::vector<size_t> columns;  // indexes into EntityMetadata::columns; empty where `expression` is set
  std::vector<size_t> include;
  std::string expression;
  std::string where;
  std::string method;
};

struct UniqueMetadata {
  std::string name;
  std::vector<size_t> columns;
};

struct CheckMetadata {
  std::string name;
  std::string expression;
};

// Immutable once its Schema is loaded; the address is the identity of the type.
class EntityMetadata {
 public:
  std::string name;        // full message name, "shop.v1.OrderLine"
  std::string short_name;  // "OrderLine"
  std::string table;
  std::string schema;      // database schema; empty: the search path's
  std::string comment;
  bool readonly = false;
  size_t index = 0;        // position in Schema::entities()
  const google::protobuf::Descriptor* descriptor = nullptr;

  std::vector<std::unique_ptr<PropertyMetadata>> properties;  // by field order; index = slot
  std::vector<Column> columns;                                // grouped by property, in property order
  std::vector<const PropertyMetadata*> primary_key;           // in field order
  std::vector<size_t> key_columns;                            // indexes into columns, in key order
  const PropertyMetadata* version = nullptr;
  std::vector<OrderItem> order;
  std::vector<IndexMetadata> indexes;
  std::vector<UniqueMetadata> uniques;
  std::vector<CheckMetadata> checks;

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
