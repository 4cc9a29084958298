// A choice of slots.
#pragma once

#include "absl/container/inlined_vector.h"

namespace ormd {

// By slot: true for the chosen ones. Entities of usual width need no memory beside it.
using SlotMask = absl::InlinedVector<bool, 24>;

}  // namespace ormd
