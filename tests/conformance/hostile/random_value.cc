#include "tests/conformance/hostile/random_value.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "tests/conformance/hostile/verdict.h"

namespace ormd::conformance {
namespace {

using std::string_literals::operator""s;

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

std::string Nested(const std::string& open, const std::string& close, size_t levels) {
  std::string text;
  for (size_t i = 0; i < levels; ++i) text += open;
  for (size_t i = 0; i < levels; ++i) text += close;
  return text;
}

std::string LargeText(Dice& dice) {
  switch (dice.Pick(5)) {
    case 0:
      return std::string(60'000, '%');
    case 1:
      return Nested("[", "]", 5'000);
    case 2:
      return Nested("{\"a\":", "}", 2'000);
    case 3:
      return std::string(200'000, '9');
    default:
      return std::string(100'000, 'x');
  }
}

const std::vector<std::string>& Texts() {
  static const std::vector<std::string> texts = {
      "", " ", "x", "\xff\xfe", "\xc3", "\xed\xa0\x80", "a\0b"s, "\0"s, "'; DROP TABLE author; --", "\"", "\\", "%\\",
      "%_%", "%s%n", "\xe2\x80\xae", "\xf0\x9f\x92\xa9", "null", "true", "0", "-0", "00", "+1", "1e999", "-1e-999",
      "1e2147483648", "0.00000000000000000000000000000000001", "NaN", "Infinity", "-inf", "0x10",
      "99999999999999999999999999999999", "-9223372036854775809", "2023-02-29", "0000-00-00", "0001-01-01",
      "10000-01-01", "-4713-11-24", "infinity", "24:00:00", "23:59:60", "23:59:59.999999999", "-00:00:01",
      "1970-01-01T00:00:00Z", "2000-01-01T00:00:00+99:99", "00000000-0000-0000-0000-000000000000",
      "{00000000-0000-0000-0000-000000000000}", "[]", "{}", "{", "[1,", "{\"a\":1,\"a\":2}", "\"\\u0000\"",
      "{\"\\u0000\": \"\\ud800\"}", "1e400", "[1e400]", "-0.0", "\"\\ud83d\\ude00\"", "{\"a\":{\"b\":[null]}}", "NOVEL",
      "novel", "GENRE_UNSPECIFIED", "$eq", "$local", "\n", "a.b", "[0]", ".", "*"};
  return texts;
}

std::string Digits(Dice& dice, size_t most) {
  std::string digits(1 + dice.Pick(most), '0');
  for (char& digit : digits) digit = static_cast<char>('0' + dice.Pick(10));
  return digits;
}

}  // namespace

std::string HostileText(Dice& dice) {
  if (dice.Chance(3)) return LargeText(dice);
  if (dice.Chance(10)) return Digits(dice, 40);
  return dice.Any(Texts());
}

int64_t HostileInteger(Dice& dice) {
  static const std::vector<int64_t> numbers = {0,          1,           2,     3,      -1,          127,      128,
                                               255,        256,         32767, -32769, 2147483647,  2147483648,
                                               4294967295, -2147483649, kMost, kLeast, 253402300799, 253402300800,
                                               -62135596800, -62135596801, 999999999, 1000000000, 315576000000,
                                               9223372036854, kMost / 1000000 + 1, kMost - 1, kLeast + 1};
  return dice.Chance(85) ? dice.Any(numbers) : static_cast<int64_t>(dice.Roll());
}

double HostileNumber(Dice& dice) {
  using Limits = std::numeric_limits<double>;
  static const std::vector<double> numbers = {0.0,
                                              -0.0,
                                              1.5,
                                              -1,
                                              Limits::quiet_NaN(),
                                              Limits::infinity(),
                                              -Limits::infinity(),
                                              Limits::max(),
                                              Limits::min(),
                                              Limits::denorm_min(),
                                              1e39,
                                              -1e39,
                                              9007199254740993.0,
                                              9.3e18,
                                              1e-300};
  return dice.Any(numbers);
}

std::string GoodText(Dice& dice, const std::string& type) {
  if (type == "uuid") return absl::StrCat("00000000-0000-4000-8000-00000000000", dice.Pick(10));
  if (type.starts_with("decimal")) return absl::StrCat(dice.Pick(1000), ".", dice.Pick(100));
  if (type == "date") return absl::StrCat("20", 10 + dice.Pick(90), "-0", 1 + dice.Pick(9), "-1", dice.Pick(10));
  if (type == "time") return absl::StrCat("1", dice.Pick(10), ":3", dice.Pick(10), ":00");
  if (type == "json") return absl::StrCat("{\"a\": [", dice.Pick(10), ", null]}");
  if (type.starts_with("enum")) return dice.Chance(50) ? "NOVEL" : "POETRY";
  if (type.starts_with("varchar") || type.starts_with("char")) return absl::StrCat("c", dice.Pick(1000));
  return absl::StrCat(std::string(kSecret), dice.Pick(20));
}

void GoodValue(Dice& dice, const std::string& type, orm::v1::Value* out) {
  const auto number = [&](size_t count) { return static_cast<int64_t>(dice.Pick(count)); };
  if (type == "integer" || type == "bigint" || type == "smallint") return out->set_int64(number(12));
  if (type == "interval") return out->set_int64(number(1000));
  if (type == "bool") return out->set_bool_(dice.Chance(50));
  if (type == "double" || type == "real") return out->set_double_(static_cast<double>(number(100)) / 4);
  if (type == "bytes") return out->set_bytes("\x01\xff");
  if (type == "timestamp") return out->mutable_timestamp()->set_seconds(number(1u << 31));
  out->set_text(GoodText(dice, type));
}

}  // namespace ormd::conformance
