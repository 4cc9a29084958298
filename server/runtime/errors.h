// Errors of the running daemon.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace ormd {

absl::Status ServerDraining();
// SERVER_BUSY: requests are in flight with as many bytes as there may be.
absl::Status TooMuchInFlight();
absl::Status CannotListen(std::string_view address, std::string_view why);

}  // namespace ormd
