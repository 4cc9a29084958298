// Why an address cannot be listened on.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace ormd {

// Binds and lets go again: gRPC itself does not say what is wrong, and would take a socket file away from whoever serves
// there. `address` is HOST:PORT, [IPV6]:PORT or unix:PATH, where a socket file that nobody answers at is removed. The
// error names the address and the system's reason.
absl::Status ProbeAddress(const std::string& address);

}  // namespace ormd
