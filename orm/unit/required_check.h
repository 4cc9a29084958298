// The check of required values, before any SQL.
#pragma once

#include "absl/status/status.h"
#include "orm/unit/unit_of_work.h"

namespace ormd {

// REQUIRED, with every missing value of every staged entity as a violation. A relation to an entity that will never be
// inserted is refused as well.
absl::Status CheckRequired(const UnitOfWork& unit);

}  // namespace ormd
