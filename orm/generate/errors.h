// The errors of this folder.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace ormd {

// BAD_VALUE: no .proto file could have the package.
absl::Status BadPackage(std::string_view package);

}  // namespace ormd
