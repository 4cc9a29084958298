// What options may say of lengths and digits.
#pragma once

#include <cstdint>

namespace ormd {

inline constexpr uint32_t kMostDigits = 1000;
inline constexpr uint32_t kLongestText = 10'485'760;

}  // namespace ormd
