// The condition tree of a query: typed, resolved against the metadata, free of SQL.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/value/value.h"

namespace ormd {

// A way from the root entity over to-one relations to a property: `hops` are the relations in order, `property` is a
// scalar, or a to-one relation whose own columns are meant (of an inverse side: the key of its target). No property
// means the key of the entity that the hops lead to.
struct PropertyPath {
  std::vector<const PropertyMetadata*> hops;
  const PropertyMetadata* property = nullptr;

  bool operator==(const PropertyPath&) const = default;
};

enum class Operator { kEq, kNe, kGt, kGte, kLt, kLte, kIn, kNin, kLike, kIlike, kExists };

// Values are canonical for the property (type.h). A null operand of kEq/kNe means IS (NOT) NULL.
struct Condition {
  enum class Kind {
    kTrue,     // matches everything
    kFalse,    // matches nothing
    kAnd,      // children; never empty
    kOr,       // children; never empty
    kNot,      // one child; a row for which the child is unknown (null) does not match
    kCompare,  // path, op, keys
    kSome,     // to-many: path.property is the relation, child[0] the condition on an item: at least one matches
    kNone,     // no item matches
    kEvery,    // no item fails
  };
  Kind kind = Kind::kTrue;
  std::vector<Condition> children;
  PropertyPath path;
  Operator op = Operator::kEq;
  // Operands: one Key for all operators but kIn/kNin (any number); a Key has one value, or as many as the property has
  // columns. kExists: one bool, true for IS NOT NULL.
  std::vector<Key> operands;
};

// What a request may ask for at most.
struct QueryLimits {
  size_t condition_depth = 32;
  size_t condition_nodes = 1000;
  size_t populate_depth = 8;
};

// Lowers {"age": {"$gte": 18}, ...} (a Map of Values; null and an empty map match everything) to a condition on
// `entity`. Faults name their place relative to the map: "orders.total", "$or[1].age". Rules, as MikroORM has them: a
// bare value is $eq, null is IS NULL, a list is $in; several entries are ANDed; "$in": [] and an empty $or match
// nothing; a to-one relation takes a key (bare, or a map of exactly its key's properties), operators, or a map of
// conditions on its entity; a to-many takes $some, $none, $every or a plain map, which means $some. Composite keys are
// maps by property, or lists in key order.
absl::StatusOr<Condition> ParseWhere(const EntityMetadata& entity, const Value& where, const QueryLimits& limits);

// The condition "key is `key`".
Condition KeyCondition(const EntityMetadata& entity, Key key);
// The condition "key is one of `keys`".
Condition KeysCondition(const EntityMetadata& entity, std::vector<Key> keys);

// Brings the values of a key from outside into canonical form; BAD_VALUE where their number or a value does not fit.
absl::StatusOr<Key> CanonicalKey(const EntityMetadata& entity, Key key);

}  // namespace ormd
