#include <array>
#include <limits>

#include "orm/base/strings.h"
#include "orm/value/civil_time.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

__extension__ using Wide = __int128;

struct Unit {
  char letter;
  bool of_time;
  int64_t micros;
};

constexpr int64_t kHour = 3600 * kMicrosPerSecond;
constexpr std::array<Unit, 7> kUnits = {{{'Y', false, 360 * kMicrosPerDay},
                                         {'M', false, 30 * kMicrosPerDay},
                                         {'W', false, 7 * kMicrosPerDay},
                                         {'D', false, kMicrosPerDay},
                                         {'H', true, kHour},
                                         {'M', true, 60 * kMicrosPerSecond},
                                         {'S', true, kMicrosPerSecond}}};
constexpr size_t kFirstTimeUnit = 4;
// Longer numbers overflow whatever their unit is.
constexpr size_t kMaxDigits = 19;
constexpr size_t kMaxDecimals = 9;

// "-1.5" at the cursor, times a unit that is known only afterwards.
struct Amount {
  bool negative = false;
  std::string_view integer;
  std::string_view fraction;

  Wide Times(int64_t unit) const {
    Wide value = 0;
    for (const char digit : integer) value = value * 10 + (digit - '0');
    value *= unit;
    Wide part = unit;
    for (const char digit : fraction) {
      part /= 10;
      value += part * (digit - '0');
    }
    return negative ? -value : value;
  }
};

std::optional<Amount> ReadAmount(TextCursor& in) {
  Amount amount;
  amount.negative = in.Accept('-');
  if (!amount.negative) in.Accept('+');
  amount.integer = in.Digits();
  if (in.Accept('.') || in.Accept(',')) amount.fraction = in.Digits();
  if (amount.integer.empty() && amount.fraction.empty()) return std::nullopt;
  if (amount.integer.size() > kMaxDigits || amount.fraction.size() > kMaxDecimals) return std::nullopt;
  return amount;
}

std::optional<int64_t> Narrow(Wide value) {
  if (value < std::numeric_limits<int64_t>::min() || value > std::numeric_limits<int64_t>::max()) return std::nullopt;
  return static_cast<int64_t>(value);
}

// The unit's place in kUnits, at or behind `from`; kUnits.size() where there is none.
size_t FindUnit(TextCursor& in, size_t from, bool of_time) {
  size_t unit = from;
  while (unit < kUnits.size() && (kUnits[unit].of_time != of_time || kUnits[unit].letter != in.peek())) ++unit;
  if (unit < kUnits.size()) in.Accept(in.peek());
  return unit;
}

// What follows "P".
std::optional<Wide> ReadFields(TextCursor& in) {
  Wide total = 0;
  size_t next = 0;
  bool of_time = false;
  do {
    if (!of_time && in.Accept('T')) {
      of_time = true;
      next = kFirstTimeUnit;
    }
    const std::optional<Amount> amount = ReadAmount(in);
    const size_t unit = FindUnit(in, next, of_time);
    if (!amount.has_value() || unit == kUnits.size()) return std::nullopt;
    total += amount->Times(kUnits[unit].micros);
    next = unit + 1;
  } while (!in.done());
  return total;
}

// "1.5s", protobuf's JSON form of a Duration.
std::optional<int64_t> ParseSeconds(std::string_view text) {
  TextCursor in(text);
  const std::optional<Amount> amount = ReadAmount(in);
  if (!amount.has_value() || !in.Accept('s') || !in.done()) return std::nullopt;
  return Narrow(amount->Times(kMicrosPerSecond));
}

std::string SecondsText(uint64_t micros, std::string_view sign) {
  std::string out = StrCat(sign, micros / kMicrosPerSecond);
  if (micros % kMicrosPerSecond == 0) return out;
  const std::string fraction = std::to_string(kMicrosPerSecond + micros % kMicrosPerSecond).substr(1);
  StrAppend(&out, ".", fraction);
  return out.erase(out.find_last_not_of('0') + 1);
}

}  // namespace

std::string IntervalText(int64_t micros) {
  const std::string_view sign = micros < 0 ? "-" : "";
  const uint64_t magnitude = micros < 0 ? 0 - static_cast<uint64_t>(micros) : static_cast<uint64_t>(micros);
  const uint64_t hours = magnitude / kHour;
  const uint64_t minutes = magnitude % kHour / (60 * kMicrosPerSecond);
  const uint64_t rest = magnitude % (60 * kMicrosPerSecond);
  std::string out = "PT";
  if (hours > 0) StrAppend(&out, sign, hours, "H");
  if (minutes > 0) StrAppend(&out, sign, minutes, "M");
  if (rest > 0 || magnitude == 0) StrAppend(&out, SecondsText(rest, sign), "S");
  return out;
}

std::optional<int64_t> ParseInterval(std::string_view text) {
  if (!text.empty() && text.back() == 's') return ParseSeconds(text);
  TextCursor in(text);
  const bool negative = in.Accept('-');
  if (!in.Accept('P')) return std::nullopt;
  const std::optional<Wide> total = ReadFields(in);
  if (!total.has_value()) return std::nullopt;
  return Narrow(negative ? -*total : *total);
}

}  // namespace ormd
