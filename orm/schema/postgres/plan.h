// The order of all steps.
#pragma once

#include <vector>

#include "orm/schema/compare.h"
#include "orm/schema/operation.h"

namespace ormd::postgres {

std::vector<Operation> PlanSteps(const SchemaDiff& diff);

}  // namespace ormd::postgres
