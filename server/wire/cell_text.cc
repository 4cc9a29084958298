#include "server/wire/cell_text.h"

#include <array>

namespace ormd::wire {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Marks of characters in a UUID: 0 for hexadecimal digits in lower case, 1 for the hyphen, 2 for all others.
constexpr std::array<uint8_t, 256> kUuidMarks = [] {
  std::array<uint8_t, 256> marks{};
  marks.fill(2);
  for (int c = '0'; c <= '9'; ++c) marks[static_cast<size_t>(c)] = 0;
  for (int c = 'a'; c <= 'f'; ++c) marks[static_cast<size_t>(c)] = 0;
  marks['-'] = 1;
  return marks;
}();

uint8_t MarksOf(const char* text, size_t count) {
  uint8_t marks = 0;
  for (size_t i = 0; i < count; ++i) marks |= kUuidMarks[static_cast<uint8_t>(text[i])];
  return marks;
}

// Two digits; adds a large number to `wrong` where they are none.
int Pair(const char* text, unsigned& wrong) {
  const unsigned tens = static_cast<unsigned>(text[0] - '0');
  const unsigned ones = static_cast<unsigned>(text[1] - '0');
  wrong |= (tens > 9) | (ones > 9);
  return static_cast<int>(tens * 10 + ones);
}

// Days since 1970-01-01 in the Gregorian calendar; years count from March, so that leap days come last.
int64_t DaysOf(int year, int month, int day) {
  const int from_march = month > 2 ? month - 3 : month + 9;
  const int64_t y = month > 2 ? year : year - 1;
  const int64_t era = y / 400;
  const int64_t of_era = y - era * 400;
  const int64_t of_year = (153 * from_march + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int DaysIn(int year, int month) {
  static constexpr std::array<int, 13> kDays = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[static_cast<size_t>(month)];
}

// ".123456" in microseconds, taken off the front; at most six digits.
bool TakeFraction(std::string_view& text, int64_t* micros) {
  *micros = 0;
  if (text.empty() || text.front() != '.') return true;
  size_t digits = 1;
  for (; digits < text.size() && IsDigit(text[digits]); ++digits) *micros = *micros * 10 + (text[digits] - '0');
  if (digits == 1 || digits > 7) return false;
  for (size_t i = digits; i < 7; ++i) *micros *= 10;
  text.remove_prefix(digits);
  return true;
}

}  // namespace

bool IsCanonicalUuid(const Type&, std::string_view text) {
  if (text.size() != 36) return false;
  const char* t = text.data();
  if (t[8] != '-' || t[13] != '-' || t[18] != '-' || t[23] != '-') return false;
  return (MarksOf(t, 8) | MarksOf(t + 9, 4) | MarksOf(t + 14, 4) | MarksOf(t + 19, 4) | MarksOf(t + 24, 12)) == 0;
}

bool IsCanonicalDecimal(const Type& type, std::string_view text) {
  if (!type.scale.has_value()) return false;
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const size_t behind = *type.scale > 0 ? *type.scale + size_t{1} : 0;
  if (text.size() <= behind) return false;
  const size_t point = text.size() - behind;
  if (text[0] == '0' && (negative || point != 1)) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == point ? text[i] != '.' : !IsDigit(text[i])) return false;
  }
  return true;
}

bool ReadUtcTimestamp(std::string_view text, int64_t* micros) {
  if (text.size() < 19) return false;
  const char* t = text.data();
  unsigned wrong = (t[4] != '-') | (t[7] != '-') | (t[10] != ' ') | (t[13] != ':') | (t[16] != ':');
  const int year = Pair(t, wrong) * 100 + Pair(t + 2, wrong);
  const int month = Pair(t + 5, wrong), day = Pair(t + 8, wrong);
  const int hour = Pair(t + 11, wrong), minute = Pair(t + 14, wrong), second = Pair(t + 17, wrong);
  if (wrong != 0 || year == 0 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return false;
  if (day < 1 || day > DaysIn(year, month)) return false;
  std::string_view rest = text.substr(19);
  int64_t fraction = 0;
  if (!TakeFraction(rest, &fraction) || (!rest.empty() && rest != "+00")) return false;
  const int64_t seconds = ((DaysOf(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
  *micros = seconds * 1'000'000 + fraction;
  return true;
}

}  // namespace ormd::wire
