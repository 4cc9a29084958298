// A flush as a value: what will be written, in which order, as which statements.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "orm/unit/entity.h"

namespace ormd {

enum class FlushAction { kInsert, kUpdate, kDelete, kExtraUpdate, kInsertLinks, kDeleteLinks };

// "insert", "extra update" and so on.
std::string_view FlushActionName(FlushAction action);

// Rows of one entity type and one shape, written by one statement (more only where the database limits their number).
struct FlushStep {
  FlushAction action = FlushAction::kInsert;
  const EntityMetadata* entity = nullptr;
  const PropertyMetadata* relation = nullptr;  // links: the owning side
  std::vector<size_t> columns;                 // written columns of the entity
  std::vector<size_t> returning;               // columns that are read back
  std::vector<Entity*> rows;                   // for links: the owners
  std::vector<Entity*> items;                  // links only: the other ends, one for each row
  bool versioned = false;                      // updates and deletes: rows must still have the version that was read
  bool clears = false;                         // extra updates: what is written is null
};

// Places in its entity's columns.
std::vector<size_t> ColumnsOf(const PropertyMetadata& property);

// Whether the row must still have the version that was read or given.
bool IsVersioned(const Entity& entity);
// Whether the two are rows of one step of updates for sure: most changes of a flush are.
bool IsWrittenAlike(const Entity& a, const Entity& b);

// Calls with the to-one relations that have columns in the entity's own table.
template <typename Function>
void ForEachOwningReference(const EntityMetadata& entity, Function&& function) {
  for (const auto& property : entity.properties) {
    if (property->is_to_one() && property->has_columns()) function(*property);
  }
}

struct FlushPlan {
  std::vector<FlushStep> steps;
  // To-one relations that are inserted as null because their target stands in a later row; an extra update writes them.
  absl::flat_hash_set<std::pair<const Entity*, const PropertyMetadata*>> deferred;
  // The time of the flush, for on_update and version.
  Timestamp now;

  bool empty() const { return steps.empty(); }
  // Writes a single row: what its statement does is all or nothing by itself.
  bool atomic() const { return steps.size() == 1 && steps.front().rows.size() == 1; }
  // Removes entities.
  bool removes() const {
    return std::any_of(steps.begin(), steps.end(), [](const FlushStep& s) { return s.action == FlushAction::kDelete; });
  }
};

// A step as people read it in a dry run.
struct PlannedStatement {
  FlushAction action;
  std::string entity;
  size_t rows;
  std::string sql;
  std::vector<std::string> targets;  // a local name, else the key as text, else "new"
};

}  // namespace ormd
