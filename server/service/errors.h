// Errors of calls as such.
#pragma once

#include "absl/status/status.h"

namespace ormd {

absl::Status RequestTooLarge();

}  // namespace ormd
