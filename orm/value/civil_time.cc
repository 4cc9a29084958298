#include "orm/value/civil_time.h"

#include <chrono>

#include "orm/base/strings.h"

namespace ormd {
namespace {

constexpr int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
constexpr int64_t kMicrosPerHour = 60 * kMicrosPerMinute;

std::string TimeText(int64_t micros, std::string_view fraction) {
  const int64_t seconds = micros / kMicrosPerSecond;
  const int parts[] = {static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
                       static_cast<int>(seconds % 60)};
  std::string out;
  for (const int part : parts) {
    if (!out.empty()) out += ':';
    out += static_cast<char>('0' + part / 10);
    out += static_cast<char>('0' + part % 10);
  }
  if (!fraction.empty()) StrAppend(&out, ".", fraction);
  return out;
}

std::string SixDigits(int64_t micros) {
  std::string digits = std::to_string(kMicrosPerSecond + micros % kMicrosPerSecond).substr(1);
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

}  // namespace

std::optional<int64_t> ReadDate(TextCursor& in) {
  int year = 0, month = 0, day = 0;
  if (!in.Number(4, &year) || !in.Accept('-') || !in.Number(2, &month) || !in.Accept('-') || !in.Number(2, &day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year == 0 || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<int64_t> ReadFraction(TextCursor& in) {
  if (!in.Accept('.')) return 0;
  const std::string_view digits = in.Digits();
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  int64_t micros = 0;
  for (size_t i = 0; i < 6; ++i) micros = micros * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return micros;
}

std::optional<int64_t> ReadTimeOfDay(TextCursor& in) {
  int hour = 0, minute = 0, second = 0;
  if (!in.Number(2, &hour) || !in.Accept(':') || !in.Number(2, &minute)) return std::nullopt;
  if (in.Accept(':') && !in.Number(2, &second)) return std::nullopt;
  const std::optional<int64_t> fraction = ReadFraction(in);
  if (!fraction.has_value() || hour > 24 || minute > 59 || second > 59) return std::nullopt;
  const int64_t micros = hour * kMicrosPerHour + minute * kMicrosPerMinute + second * kMicrosPerSecond + *fraction;
  if (micros > kMicrosPerDay) return std::nullopt;
  return micros;
}

bool IsDate(std::string_view text) {
  TextCursor in(text);
  return ReadDate(in).has_value() && in.done();
}

std::optional<std::string> CanonicalTime(std::string_view text) {
  TextCursor in(text);
  const std::optional<int64_t> micros = ReadTimeOfDay(in);
  if (!micros.has_value() || !in.done()) return std::nullopt;
  return TimeText(*micros, SixDigits(*micros));
}

}  // namespace ormd
