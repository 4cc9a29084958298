#include "client/cli/time_text.h"

#include <absl/time/time.h>

#include <array>
#include <charconv>
#include <utility>

namespace ormd::cli {
namespace {

Nanos FromDuration(absl::Duration duration) {
  Nanos result;
  result.seconds = absl::IDivDuration(duration, absl::Seconds(1), &duration);
  result.nanos = static_cast<int32_t>(absl::ToInt64Nanoseconds(duration));
  return result;
}

// Decimals of a second with a leading point, cut by groups of zeros; none for zero.
std::string FractionText(int32_t nanos, const std::string& zeros) {
  if (nanos == 0) return "";
  std::string digits = std::to_string(nanos);
  digits.insert(0, 9 - digits.size(), '0');
  while (digits.ends_with(zeros)) digits.erase(digits.size() - zeros.size());
  return "." + digits;
}

// "12" or "12.5" seconds; only the last number of a text may have decimals.
std::optional<absl::Duration> ParseSeconds(std::string_view text) {
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  int64_t seconds = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), seconds);
  if (error != std::errc() || end != whole.data() + whole.size() || seconds < 0) return std::nullopt;
  absl::Duration duration = absl::Seconds(seconds);
  if (point == std::string_view::npos) return duration;
  std::string fraction(text.substr(point + 1));
  if (fraction.empty() || fraction.size() > 9 || fraction.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  fraction.append(9 - fraction.size(), '0');
  return duration + absl::Nanoseconds(std::stoll(fraction));
}

std::optional<absl::Duration> ParseIso(std::string_view text) {
  constexpr std::array<std::pair<char, int64_t>, 2> kDates = {{{'W', 7 * 86400}, {'D', 86400}}};
  constexpr std::array<std::pair<char, int64_t>, 3> kTimes = {{{'H', 3600}, {'M', 60}, {'S', 1}}};
  absl::Duration sum = absl::ZeroDuration();
  bool time = false;
  bool any = false;
  while (!text.empty()) {
    if (text.front() == 'T' && !time) {
      time = true;
      text.remove_prefix(1);
      continue;
    }
    const size_t size = text.find_first_not_of("0123456789.");
    if (size == std::string_view::npos) return std::nullopt;
    int64_t unit = 0;
    for (const auto& [letter, seconds] : kDates) unit = !time && letter == text[size] ? seconds : unit;
    for (const auto& [letter, seconds] : kTimes) unit = time && letter == text[size] ? seconds : unit;
    const auto count = ParseSeconds(text.substr(0, size));
    if (!count.has_value() || unit == 0) return std::nullopt;
    sum += *count * unit;
    any = true;
    text.remove_prefix(size + 1);
  }
  return any ? std::optional(sum) : std::nullopt;
}

}  // namespace

std::string InstantText(Nanos instant) {
  const std::string seconds =
      absl::FormatTime("%E4Y-%m-%dT%H:%M:%S", absl::FromUnixSeconds(instant.seconds), absl::UTCTimeZone());
  return seconds + FractionText(instant.nanos, "000") + "Z";
}

std::optional<Nanos> ParseInstant(const std::string& text) {
  for (const char* format :
       {"%E4Y-%m-%dT%H:%M:%E*S%Ez", "%E4Y-%m-%d %H:%M:%E*S%Ez", "%E4Y-%m-%dT%H:%M:%E*S", "%E4Y-%m-%d %H:%M:%E*S"}) {
    absl::Time time;
    if (!absl::ParseTime(format, text, absl::UTCTimeZone(), &time, nullptr)) continue;
    const int64_t year = absl::ToCivilYear(time, absl::UTCTimeZone()).year();
    if (year < 1 || year > 9999) return std::nullopt;
    absl::Duration rest = time - absl::UnixEpoch();
    const int64_t seconds = absl::ToInt64Seconds(absl::Floor(rest, absl::Seconds(1)));
    return Nanos{seconds, static_cast<int32_t>(absl::ToInt64Nanoseconds(rest - absl::Seconds(seconds)))};
  }
  return std::nullopt;
}

std::string DurationText(Nanos duration) {
  const bool negative = duration.seconds < 0 || duration.nanos < 0;
  const uint64_t seconds = negative ? -static_cast<uint64_t>(duration.seconds) : duration.seconds;
  return std::string("PT") + (negative ? "-" : "") + std::to_string(seconds) +
         FractionText(negative ? -duration.nanos : duration.nanos, "0") + "S";
}

std::optional<Nanos> ParseDuration(std::string_view text) {
  bool negative = false;
  if (!text.empty() && text.front() == '-') {
    negative = true;
    text.remove_prefix(1);
  }
  if (text.starts_with("PT-") && text.ends_with('S')) {
    negative = !negative;
    text = text.substr(3);
    text.remove_suffix(1);
  } else if (text.ends_with('s')) {
    text.remove_suffix(1);
  } else if (text.starts_with('P')) {
    const auto duration = ParseIso(text.substr(1));
    return duration.has_value() ? std::optional(FromDuration(negative ? -*duration : *duration)) : std::nullopt;
  } else {
    return std::nullopt;
  }
  const auto duration = ParseSeconds(text);
  return duration.has_value() ? std::optional(FromDuration(negative ? -*duration : *duration)) : std::nullopt;
}

}  // namespace ormd::cli
