// A flush plan as people read it.
#pragma once

#include <vector>

#include "orm/sql/platform.h"
#include "orm/unit/flush_plan.h"

namespace ormd {

// The statements in the order in which they would run. Keys that the database would make are not known: the SQL is,
// their values are not.
std::vector<PlannedStatement> DescribePlan(const FlushPlan& plan, const Platform& platform);

}  // namespace ormd
