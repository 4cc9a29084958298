// Errors of the running daemon.
#pragma once

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"

namespace ormd {

absl::Status ServerDraining();
// SERVER_BUSY: requests are in flight with as many bytes as there may be.
absl::Status TooMuchInFlight();
// POOL_EXHAUSTED: as many streams as may hold a connection are being read.
absl::Status StreamsExhausted(size_t places);
absl::Status CannotListen(std::string_view address, std::string_view why);

}  // namespace ormd
