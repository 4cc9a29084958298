// Blocking TCP connections.
#pragma once

#include <string>

namespace ormd::bench {

// To HOST:PORT; -1 where it cannot be reached. Whoever asks closes it.
int ConnectTcp(const std::string& address);

}  // namespace ormd::bench
