// Number literals of JSON, read without rounding.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ormd::cli {

// Whether two decimal literals ("1.50", "15e-1") are the same number.
bool SameNumber(std::string_view a, std::string_view b);

// The integer that a literal is, written in any way ("5", "5.0", "1e3"); nullopt where it is none. `overflow` tells an
// integer that does not fit from a number that is no integer.
std::optional<int64_t> ExactInt64(std::string_view literal, bool* overflow);
std::optional<uint64_t> ExactUint64(std::string_view literal, bool* overflow);

// The nearest double.
std::optional<double> NearestDouble(std::string_view literal);
// The double whose shortest text is this number; nullopt where digits would be lost.
std::optional<double> ExactDouble(std::string_view literal);

}  // namespace ormd::cli
