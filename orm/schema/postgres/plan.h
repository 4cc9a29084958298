// The order of all steps.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "orm/schema/compare.h"
#include "orm/schema/operation.h"

namespace ormd::postgres {

// As Dialect::Plan.
absl::StatusOr<std::vector<Operation>> PlanSteps(const SchemaDiff& diff);

}  // namespace ormd::postgres
