// Makes the plan of a flush from what is staged.
#pragma once

#include "absl/status/statusor.h"
#include "orm/sql/platform.h"
#include "orm/unit/commit_order.h"
#include "orm/unit/flush_plan.h"
#include "orm/unit/unit_of_work.h"

namespace ormd {

// Changes nothing. The order: clears and leavers (early_updates.h); deletes that make room for a row of this flush
// (same key or unique value); early updates; inserts by commit order; extra updates; late updates, then all others;
// links; the other deletes, against the commit order. REQUIRED where a value is missing.
absl::StatusOr<FlushPlan> PlanFlush(const UnitOfWork& unit, const CommitOrder& order, const Platform& platform);

}  // namespace ormd
