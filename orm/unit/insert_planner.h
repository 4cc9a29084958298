// Orders the inserts of a flush and defers the references that no order can satisfy.
#pragma once

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "orm/sql/platform.h"
#include "orm/unit/commit_order.h"
#include "orm/unit/flush_plan.h"

namespace ormd {

// A reference to another new row is fine where that row stands in an earlier statement, or in the same one under a key
// that is known before (foreign keys are checked at the end of a statement). Else a nullable one is inserted as null
// and written by an extra update after the inserts; a required one makes its row wait for a later statement. Where
// nothing checks it before the end of the transaction, a key that is known is enough.
class InsertPlanner {
 public:
  InsertPlanner(const CommitOrder& order, const Platform& platform, FlushPlan& plan)
      : order_(order), platform_(platform), plan_(plan) {}

  // Appends the inserts and extra updates of these new entities to the plan.
  absl::Status Plan(const std::vector<Entity*>& entities);

 private:
  // Takes the rows that it plans out; false where all wait.
  bool PlanType(std::vector<Entity*>& rows);
  void PlanLayer(const std::vector<Entity*>& rows);
  void DeferReferences(const FlushStep& step);
  bool Waits(const Entity& row) const;
  bool IsOpen(const Entity* target) const { return open_.contains(target); }
  void AppendExtraUpdates();

  const CommitOrder& order_;
  const Platform& platform_;
  FlushPlan& plan_;
  absl::flat_hash_set<const Entity*> open_;  // new rows of types that new rows refer to, which no step holds yet
  std::vector<std::pair<const PropertyMetadata*, std::vector<Entity*>>> extra_updates_;
};

}  // namespace ormd
