// Days of the calendar as numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ormd::cli {

// Days since 1970-01-01 of a text that begins with a date of ISO 8601: "2020-01-31", "2020-01-31 10:00:00+02".
std::optional<int64_t> ReadDay(std::string_view text);
// "2020-01-31".
std::string DayText(int64_t day);

}  // namespace ormd::cli
