// Text forms of instants and lengths of time, as the daemon reads them in conditions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ormd::cli {

// Since 1970-01-01T00:00:00Z for instants.
struct Nanos {
  int64_t seconds = 0;
  int32_t nanos = 0;

  bool operator==(const Nanos&) const = default;
};

// "2024-02-29T13:00:00.123456Z": decimals cut to 0, 3, 6 or 9 digits.
std::string InstantText(Nanos instant);
// RFC 3339, a blank in place of the T, no offset meaning UTC.
std::optional<Nanos> ParseInstant(const std::string& text);

// "PT90.5S".
std::string DurationText(Nanos duration);
// ISO 8601 ("P1DT2H", "-PT0.5S") of weeks, days, hours, minutes and seconds, or protobuf's "90.5s".
std::optional<Nanos> ParseDuration(std::string_view text);

}  // namespace ormd::cli
