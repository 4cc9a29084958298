// Compiles reads.
#pragma once

#include <optional>
#include <vector>

#include "orm/query/find_options.h"
#include "orm/sql/platform.h"

namespace ormd {

// Reads the items of a many-to-many relation for several owners through its pivot table.
struct PivotSelect {
  const PivotTable* pivot = nullptr;
  // The pivot's columns that hold the keys of the owners whose items are read (owner_columns from the owning side,
  // target_columns from the inverse side), those that hold the keys of the items, and the owners' type.
  const std::vector<std::string>* owner_columns = nullptr;
  const std::vector<std::string>* item_columns = nullptr;
  const EntityMetadata* owner = nullptr;
  std::vector<Key> owner_keys;
};

struct SelectQuery {
  const EntityMetadata* entity = nullptr;
  std::vector<size_t> fields;  // slots with columns or formulas
  Condition where;
  std::vector<OrderTerm> order;
  std::optional<uint64_t> limit;
  uint64_t offset = 0;
  LockMode lock = LockMode::kNone;
  std::optional<PivotSelect> pivot;
};

// The result's columns: with a pivot the owner's key columns first; then for each field its columns, in order (a
// formula is one). The root's alias is e0. To-one hops of conditions and orders become LEFT JOINs, one for each
// distinct path; a hop whose key alone is asked for needs none.
Statement CompileSelect(const Platform& platform, const SelectQuery& query);

// One row, one column: the number of matching entities.
Statement CompileCount(const Platform& platform, const EntityMetadata& entity, const Condition& where);

}  // namespace ormd
