// How many tables one statement asks.
#pragma once

#include <vector>

#include "orm/query/find_options.h"

namespace ormd {

// Those of subqueries counted too. SQLite joins no more; PostgreSQL does, but plans a short request of thousands of
// joins or subqueries with gigabytes, deaf to cancels.
inline constexpr size_t kMaxTables = 64;

// Conditions on items inside one another. PostgreSQL plans a subquery that it cannot join in two ways, and what is inside
// in each; the parser of SQLite has a small stack.
inline constexpr size_t kMaxItemDepth = 8;

// LIMIT_EXCEEDED at "where" or "order_by[i]" where what reads these would go beyond one of them.
absl::Status CheckTables(const EntityMetadata& entity, const Condition& where, const std::vector<OrderTerm>& order);

}  // namespace ormd
