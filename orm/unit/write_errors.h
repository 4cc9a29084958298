// Makes database errors of a flush speak of entities and properties.
#pragma once

#include "absl/status/status.h"
#include "orm/unit/flush_plan.h"

namespace ormd {

// Adds the entity, and where the constraint or column tells it the property (the first of several), to a failed step's
// error; for a step of one row also the places in the request, one for each property. Rows before and after stay
// unnamed: the database does not tell which row of a batch it was.
absl::Status DescribeWriteError(const absl::Status& status, const FlushStep& step);

}  // namespace ormd
