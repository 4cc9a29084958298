// Why an address cannot be listened on.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace ormd {

// Binds and lets go again: gRPC itself does not say what is wrong. `address` is HOST:PORT, [IPV6]:PORT or unix:PATH
// (which is not probed). The error names the address and the system's reason.
absl::Status ProbeAddress(const std::string& address);

}  // namespace ormd
