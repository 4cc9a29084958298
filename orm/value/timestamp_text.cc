#include <algorithm>
#include <array>
#include <chrono>

#include "orm/value/civil_time.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

constexpr size_t kSecondsLength = 19;  // "2024-02-29 13:00:00"

char* WriteDigits(char* out, int64_t value, int count) {
  for (int i = count - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return out + count;
}

// "2024-02-29"
char* WriteDate(char* out, std::chrono::sys_days day) {
  const std::chrono::year_month_day date{day};
  out = WriteDigits(out, static_cast<int>(date.year()), 4);
  *out++ = '-';
  out = WriteDigits(out, static_cast<unsigned>(date.month()), 2);
  *out++ = '-';
  return WriteDigits(out, static_cast<unsigned>(date.day()), 2);
}

// "2024-02-29 13:00:00.123456" with `separator` between date and time.
std::array<char, 26> Format(Timestamp value, char separator) {
  const auto days = std::chrono::floor<std::chrono::days>(std::chrono::microseconds(value.micros));
  const int64_t of_day = value.micros - days.count() * kMicrosPerDay;
  const int64_t seconds = of_day / kMicrosPerSecond;
  std::array<char, 26> out;
  char* next = WriteDate(out.data(), std::chrono::sys_days(days));
  *next++ = separator;
  next = WriteDigits(next, seconds / 3600, 2);
  *next++ = ':';
  next = WriteDigits(next, seconds / 60 % 60, 2);
  *next++ = ':';
  next = WriteDigits(next, seconds % 60, 2);
  *next++ = '.';
  WriteDigits(next, of_day % kMicrosPerSecond, 6);
  return out;
}

size_t Decimals(Timestamp value) {
  if (value.micros % kMicrosPerSecond == 0) return 0;
  return value.micros % 1000 == 0 ? 3 : 6;
}

// "Z", "+02", "+02:00", "+0200", "+02:00:30", also behind a space, or nothing, as microseconds east of UTC.
std::optional<int64_t> ReadOffset(TextCursor& in) {
  if (in.Accept(' ') && in.done()) return std::nullopt;
  if (in.done() || in.Accept('Z') || in.Accept('z')) return 0;
  const bool west = in.peek() == '-';
  if (!in.Accept('+') && !in.Accept('-')) return std::nullopt;
  int hours = 0, minutes = 0, seconds = 0;
  if (!in.Number(2, &hours)) return std::nullopt;
  const bool colon = in.Accept(':');
  if ((colon || !in.done()) && !in.Number(2, &minutes)) return std::nullopt;
  if (in.Accept(':') && !in.Number(2, &seconds)) return std::nullopt;
  if (hours > 15 || minutes > 59 || seconds > 59) return std::nullopt;
  const int64_t micros = (hours * 3600 + minutes * 60 + seconds) * kMicrosPerSecond;
  return west ? -micros : micros;
}

}  // namespace

std::string TimestampText(Timestamp value) {
  std::string text;
  AppendTimestampText(value, text);
  return text;
}

void AppendDateText(int64_t days, std::string& out) {
  std::array<char, 10> text;
  WriteDate(text.data(), std::chrono::sys_days(std::chrono::days(days)));
  out.append(text.data(), text.size());
}

void AppendTimestampText(Timestamp value, std::string& out) {
  const std::array<char, 26> text = Format(value, ' ');
  out.append(text.data(), text.size());
}

std::string TimestampRfc3339(Timestamp value) {
  const std::array<char, 26> text = Format(value, 'T');
  const size_t decimals = Decimals(value);
  std::string out(text.data(), kSecondsLength + (decimals > 0 ? decimals + 1 : 0));
  out += 'Z';
  return out;
}

std::optional<Timestamp> ParseTimestamp(std::string_view text) {
  TextCursor in(text);
  const std::optional<int64_t> days = ReadDate(in);
  if (!days.has_value()) return std::nullopt;
  if (!in.Accept(' ') && !in.Accept('T') && !in.Accept('t')) return std::nullopt;
  const std::optional<int64_t> time = ReadTimeOfDay(in);
  if (!time.has_value() || *time == kMicrosPerDay) return std::nullopt;
  const std::optional<int64_t> offset = ReadOffset(in);
  if (!offset.has_value() || !in.done()) return std::nullopt;
  const Timestamp value{*days * kMicrosPerDay + *time - *offset};
  if (!InRange(value)) return std::nullopt;
  return value;
}

}  // namespace ormd
