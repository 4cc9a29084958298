// What a find reads, resolved against the metadata.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/query/condition.h"

namespace ormd {

enum class Nulls { kDefault, kFirst, kLast };

struct OrderTerm {
  PropertyPath path;
  bool descending = false;
  Nulls nulls = Nulls::kDefault;
};

// One step of an order as a request names it.
struct OrderRequest {
  std::string path;
  bool descending = false;
  Nulls nulls = Nulls::kDefault;
};

enum class LockMode { kNone, kPessimisticRead, kPessimisticWrite };

// Relations to read beside the roots, as a tree: every node is one relation property, read by one statement.
struct PopulateNode {
  const PropertyMetadata* relation = nullptr;
  std::vector<PopulateNode> children;
};

struct FindOptions {
  Condition where;
  std::vector<OrderTerm> order;  // the caller's, then the entity's own, then (where limit or offset cut) the key
  std::optional<uint64_t> limit;
  uint64_t offset = 0;
  std::vector<PopulateNode> populate;
  // Slots to read, ascending, keys included. Never to-many relations, inverse sides nor hidden ones that nobody named.
  std::vector<size_t> fields;
  LockMode lock = LockMode::kNone;
  bool refresh = false;
};

// Resolves "customer.name" over to-one relations. UNKNOWN_PROPERTY or BAD_OPERATOR (a to-many on the way) at `path`.
absl::StatusOr<PropertyPath> ParsePath(const EntityMetadata& entity, std::string_view path);

// At most 64 terms. Faults at "[i]".
absl::StatusOr<std::vector<OrderTerm>> ParseOrder(const EntityMetadata& entity, const std::vector<OrderRequest>& order);

// Puts behind the caller's order what decides where that leaves off: the entity's own order and, where limit or offset
// cut, the key, so that pages neither overlap nor leave anything out.
void CompleteOrder(const EntityMetadata& entity, FindOptions& options);

// "orders.items.product", several paths sharing prefixes; "*" means every relation of the entity. Faults at "[i]".
absl::StatusOr<std::vector<PopulateNode>> ParsePopulate(const EntityMetadata& entity,
                                                        const std::vector<std::string>& paths,
                                                        const QueryLimits& limits);

// Names of properties to slots; empty: all but lazy ones. Faults at "[i]".
absl::StatusOr<std::vector<size_t>> ParseFields(const EntityMetadata& entity, const std::vector<std::string>& names);

// The slots that a find without `fields` reads.
std::vector<size_t> DefaultFields(const EntityMetadata& entity);

}  // namespace ormd
