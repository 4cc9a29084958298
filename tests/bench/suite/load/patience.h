// How long a target may be silent.
#pragma once

#include <chrono>

namespace ormd::bench {

inline constexpr std::chrono::seconds kPatience{60};

// Ends the program: nothing has happened for so long, the target hangs.
[[noreturn]] void GiveUp();

}  // namespace ormd::bench
