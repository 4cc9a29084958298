// Ids of sessions.
#pragma once

#include <string>
#include <string_view>

namespace ormd {

// "<instance>-<32 hexadecimal digits>": 128 bits from the system's source of randomness, so that nobody guesses one.
std::string NewSessionId(std::string_view instance);

// The host's name, for replicas that were given none.
std::string HostName();

}  // namespace ormd
