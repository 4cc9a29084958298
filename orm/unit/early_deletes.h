// Finds the deletes that must come before the inserts and updates of the same flush.
#pragma once

#include "absl/container/flat_hash_set.h"
#include "orm/unit/unit_of_work.h"

namespace ormd {

// The removed entities whose key, or a unique value of theirs that is loaded, a new or changed entity takes over; and
// those that are known to refer to them.
absl::flat_hash_set<const Entity*> FindEarlyDeletes(const UnitOfWork& unit);

}  // namespace ormd
