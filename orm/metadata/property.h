// One property of an entity: what its proto field is, what its columns are, whom it relates to.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "orm/value/type.h"

namespace google::protobuf {
class FieldDescriptor;
}

namespace ormd {

class EntityMetadata;
struct PropertyMetadata;

enum class PropertyKind { kScalar, kManyToOne, kOneToOne, kOneToMany, kManyToMany };

enum class Generate { kNone, kNow, kUuid };

enum class ReferentialAction { kDefault, kCascade, kSetNull, kSetDefault, kRestrict, kNoAction };

// When the database checks a constraint: at the end of the statement, of that unless the transaction says otherwise, or
// of the transaction.
enum class Deferrable { kNot, kInitiallyImmediate, kInitiallyDeferred };

// A column of the entity's table. A scalar has one; an owning to-one relation one for each key column of its target.
struct Column {
  std::string name;
  Type type;
  bool nullable = false;
  size_t property = 0;            // index of the property that it belongs to
  size_t part = 0;                // position within that property
  std::string collation = {};     // empty: the database's own; of a relation that of the key that it refers to
  std::string renamed_from = {};  // former name, a hint
};

// An ordered step of a default order.
struct OrderItem {
  const PropertyMetadata* property = nullptr;
  bool descending = false;
};

// The table of a many-to-many relation; shared by both of its sides.
struct PivotTable {
  std::string schema;
  std::string name;
  std::vector<std::string> owner_columns;   // hold the owner's key
  std::vector<std::string> target_columns;  // hold the key of the owner's target
  // Former names, hints that follow from those of the tables and their keys; empty where there are none.
  std::string renamed_from = {};
  std::vector<std::string> former_owner_columns = {};
  std::vector<std::string> former_target_columns = {};
};

// Immutable once its Schema is loaded. Pointers to other metadata live as long as the Schema.
struct PropertyMetadata {
  std::string name;  // the proto field's
  size_t index = 0;  // slot in an entity
  PropertyKind kind = PropertyKind::kScalar;
  const google::protobuf::FieldDescriptor* field = nullptr;
  const EntityMetadata* owner = nullptr;

  // Scalars.
  Type type;
  std::optional<std::string> default_value;  // as SQL-free text in the property's own form
  std::optional<std::string> default_raw;    // SQL expression
  std::optional<std::string> formula;        // SQL expression, read only, no column
  std::optional<std::string> generated;      // SQL expression of a generated column
  bool generated_stored = true;
  bool identity = false;  // the database counts
  bool version = false;
  Generate on_create = Generate::kNone;
  Generate on_update = Generate::kNone;

  // Every kind.
  bool nullable = false;
  bool primary = false;
  bool lazy = false;
  bool hidden = false;
  bool persist = true;
  std::string comment;
  std::string collation;     // scalars; empty: the database's own
  std::string native_enum;   // name of the enum type (PostgreSQL), in the schema of the table; empty: none
  std::string renamed_from;  // former name of the column, a hint

  // Where its columns stand in EntityMetadata::columns: [first_column, first_column + column_count). No columns:
  // inverse sides, to-many relations, formulas, persist = false.
  size_t first_column = 0;
  size_t column_count = 0;

  // Relations.
  const EntityMetadata* target = nullptr;
  // The owning property of the target where this is the inverse side (one_to_many always is).
  const PropertyMetadata* mapped_by = nullptr;
  // The inverse property of the target that is mapped by this one, where there is one.
  const PropertyMetadata* inverse = nullptr;
  ReferentialAction delete_rule = ReferentialAction::kDefault;
  ReferentialAction update_rule = ReferentialAction::kDefault;
  bool constraint = true;    // a foreign key in the database
  bool referred_to = false;  // by a foreign key of the schema that is no relation
  // An index of its columns (to-one), or of the far columns of its pivot table, where nothing else serves them.
  bool indexed = true;
  Deferrable deferrable = Deferrable::kNot;
  bool orphan_removal = false;      // one_to_many, inverse one_to_one
  std::optional<PivotTable> pivot;  // many_to_many, owning side; the inverse side reads mapped_by->pivot
  std::vector<OrderItem> order;     // of a collection

  bool is_scalar() const { return kind == PropertyKind::kScalar; }
  bool is_to_one() const { return kind == PropertyKind::kManyToOne || kind == PropertyKind::kOneToOne; }
  bool is_to_many() const { return kind == PropertyKind::kOneToMany || kind == PropertyKind::kManyToMany; }
  // Has columns of its own.
  bool has_columns() const { return column_count > 0; }
  // A select can read it.
  bool readable() const { return has_columns() || formula.has_value(); }
  bool is_inverse() const { return mapped_by != nullptr; }
  // The client need not give it at create: default, generated, on_create, identity, version, nullable, empty by
  // default, no column.
  bool optional_at_create() const;
  // A list or map that is empty, not null, where nobody gives it.
  bool empty_by_default() const;
  // A find reads it, whatever fields it names.
  bool always_read() const { return readable() && (primary || version); }
  // A find reads it that names no fields.
  bool read_by_default() const { return always_read() || (readable() && !lazy && !hidden); }
  // Values come only from the database or from ormd: formula, generated column.
  bool read_only() const { return formula.has_value() || generated.has_value(); }
};

}  // namespace ormd
