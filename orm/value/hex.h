// Hexadecimal digits, by table: bytea columns are read through it.
#pragma once

#include <array>
#include <cstdint>

namespace ormd {

inline constexpr std::array<int8_t, 256> kHexDigits = [] {
  std::array<int8_t, 256> table{};
  table.fill(-1);
  for (int i = 0; i < 10; ++i) table['0' + i] = static_cast<int8_t>(i);
  for (int i = 0; i < 6; ++i) table['a' + i] = table['A' + i] = static_cast<int8_t>(10 + i);
  return table;
}();

// 0 to 15, or -1 where `digit` is none.
inline int HexDigit(char digit) { return kHexDigits[static_cast<unsigned char>(digit)]; }

}  // namespace ormd
