#include "tests/unit/query/query_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "orm/base/strings.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

using Values = std::vector<Value>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

const Values& Integers() {
  static const Values values = {INT64_MIN,
                                INT64_MIN + 1,
                                int64_t{INT32_MIN},
                                int64_t{INT16_MIN},
                                -2,
                                -1,
                                0,
                                0,
                                1,
                                1,
                                2,
                                3,
                                int64_t{INT16_MAX},
                                int64_t{INT32_MAX},
                                (int64_t{1} << 53) + 1,
                                INT64_MAX};
  return values;
}

const Values& Doubles() {
  static const Values values = {-kInfinity, -1e300, -1.5, -0.0,       0.0,   5e-324,                 0.1,
                                0.1,        1.0,    1.5,  16777217.0, 1e300, std::nextafter(0.1, 1), kInfinity};
  return values;
}

const Values& Decimals() {
  static const Values values = {"-9999999999999999.9999",
                                "-3",
                                "-1.5",
                                "-0.0001",
                                "0",
                                "0",
                                "0.0001",
                                "1",
                                "1.0",
                                "1.5",
                                "2.25",
                                "9.9",
                                "10",
                                "9999.99",
                                "1234567890123456.7891",
                                "9999999999999999.9999",
                                "123456789012345678901234567890.12345678901234567890"};
  return values;
}

// With what quoting, patterns, case and JSON may trip over.
const Values& Texts() {
  static const Values values = {
      "",   "",  "a",   "a",   "A",   "b",    "B",  "ab",   "aB",   "b a",    " ",    "a ",         "_",
      "%",  "ä", "Ä",   "ß",   "ẞ",   "i",    "I",  "İ",    "ı",    "σ",      "ς",    "Σ",          "é",
      "Ǆ",  "ǅ", "😀",  "😁a", "a_b", "a%b",  "\\", "a\\b", "\t\n", "\x01",   "null", "e\xCC\x81", "NULL",
      "{}", "[", "[]",  "1",   "0",   "true", "$1", "?",    "a,b",  "'",      "\"",   "\xC2\xA0",  "\xE2\x80\xA8",
      "\xF4\x8F\xBF\xBF"};
  return values;
}

using Spellings = std::vector<std::string>;

// Documents by what they mean: those of one line are equal, those of different lines are not.
const std::vector<Spellings>& Meanings() {
  static const std::vector<Spellings> meanings = {
      {"null"},
      {"true"},
      {"0", "-0", "0.00", "-0.0", "0e5"},
      {"1", "1.0", "1.00", "1e0", "10E-1", "0.1e+1"},
      {"-2.5", "-2.50", "-25e-1"},
      {"100", "1e2", "1E+2", "100.0"},
      {"18446744073709551616", "18446744073709551616.0", "1844674407370955161600e-2"},
      {"18446744073709551617"},
      {"1e-400", "0.1e-399"},
      {"\"\""},
      {"\"a\"", "\"\\u0061\""},
      {"\"1\""},
      {"\"ä😀\\n\"", "\"\\u00e4\\ud83d\\ude00\\u000A\""},
      {"[]", "[ ]"},
      {"{}", "{\n}"},
      {"[1]", "[1.0]"},
      {"[1, null]", "[1.0,null]"},
      {"[null,1]"},
      {R"({"a": 1, "b": {"c": []}})", R"({"b":{"c":[]},"a":1.0})", R"({"a":[2],"b":{"c":[ ]},"a":1e0})"},
      {R"({"a": null})", R"({"a":1,"a":null})"},
      {R"({"":""})"},
  };
  return meanings;
}

const Spellings& SpellingsOf(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return *std::find_if(Meanings().begin(), Meanings().end(), [&](const Spellings& spellings) {
    return std::find(spellings.begin(), spellings.end(), text) != spellings.end();
  });
}

const Values& Documents() {
  static const Values values = [] {
    Values all;
    for (const Spellings& spellings : Meanings()) all.insert(all.end(), spellings.begin(), spellings.end());
    return all;
  }();
  return values;
}

const Values& Candidates(TypeKind kind) {
  static const Values kBools = {false, true};
  static const Values kIds = {"00000000-0000-0000-0000-000000000000", "00000000-0000-4000-8000-00000000000a",
                              "ffffffff-ffff-ffff-ffff-ffffffffffff", "1e500000-0000-4000-8000-000000000001",
                              "a0000000-0000-4000-8000-000000000001"};
  static const Values kBytes = {Bytes{""},   Bytes{std::string(1, '\0')}, Bytes{"\xFF"}, Bytes{"a"},
                                Bytes{"ab"}, Bytes{"\x80"},                Bytes{"\\x"}};
  static const Values kDays = {"0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "2024-02-29", "9999-12-31"};
  static const Values kHours = {"00:00:00", "00:00:00.000001", "13:00:00", "13:00:00.5", "23:59:59.999999"};
  static const Values kTimes = {"0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z",
                                "2024-02-29T12:00:00.5Z", "2024-02-29T12:00:00.5Z", "9999-12-31T23:59:59.999999Z"};
  static const Values kSpans = {int64_t{-315'576'000'000} * 1'000'000, -1, 0, 1, 1'500'000, int64_t{86'400'000'000},
                                int64_t{2'592'000'000'000}, int64_t{315'576'000'000} * 1'000'000};
  switch (kind) {
    case TypeKind::kBool:
      return kBools;
    case TypeKind::kSmallint:
    case TypeKind::kInteger:
    case TypeKind::kBigint:
      return Integers();
    case TypeKind::kReal:
    case TypeKind::kDouble:
      return Doubles();
    case TypeKind::kDecimal:
      return Decimals();
    case TypeKind::kUuid:
      return kIds;
    case TypeKind::kBytes:
      return kBytes;
    case TypeKind::kDate:
      return kDays;
    case TypeKind::kTime:
      return kHours;
    case TypeKind::kTimestamp:
      return kTimes;
    case TypeKind::kInterval:
      return kSpans;
    case TypeKind::kJson:
      return Documents();
    default:
      return Texts();
  }
}

Value RandomList(const Type& element, Dice& dice) {
  List list(dice.Pick(3));
  for (Value& item : list) item = RandomValue(element, dice);
  return list;
}

std::string Upper(std::string text) {
  absl::AsciiStrToUpper(&text);
  return text;
}

// The text form of a number, a bool or a time; nullopt where it has none that is another value.
Value AsText(const Value& value) {
  if (const bool* flag = value.get_if<bool>()) return *flag ? "true" : "false";
  if (const int64_t* number = value.get_if<int64_t>()) return StrCat(*number);
  if (const double* real = value.get_if<double>()) return std::isfinite(*real) ? Value(DoubleText(*real)) : value;
  if (const Bytes* bytes = value.get_if<Bytes>()) return Value(absl::Base64Escape(ToAbsl(bytes->data)));
  if (const Timestamp* time = value.get_if<Timestamp>()) return TimestampRfc3339(*time);
  return value;
}

Value OtherText(const Type& type, const std::string& text, Dice& dice) {
  if (type.kind == TypeKind::kUuid) return Upper(text);
  if (type.kind == TypeKind::kDecimal && text.find('.') != std::string::npos) return Value(StrCat(text, "0"));
  if (type.kind == TypeKind::kChar) return Value(StrCat(text, "  "));
  if (type.kind == TypeKind::kJson) return Value(StrCat(" ", dice.Any(SpellingsOf(text)), " "));
  return text;
}

// A letter in another case, also of those where that is not the plain thing to say.
std::string OtherCase(const std::string& letter) {
  static const std::vector<std::pair<std::string, std::string>> kPairs = {
      {"ä", "Ä"}, {"σ", "Σ"}, {"ς", "Σ"}, {"ß", "ẞ"}, {"é", "É"}, {"ǅ", "Ǆ"}, {"i", "İ"}, {"ı", "I"}, {"i", "I"}};
  for (const auto& [lower, upper] : kPairs) {
    if (letter == lower) return upper;
    if (letter == upper) return lower;
  }
  return Upper(letter);
}

}  // namespace

Value RandomValue(const Type& type, Dice& dice) {
  if (type.kind == TypeKind::kArray) return RandomList(*type.element, dice);
  if (type.kind == TypeKind::kEnum) return dice.Any(type.labels);
  for (;;) {
    absl::StatusOr<Value> value = Canonicalize(type, dice.Any(Candidates(type.kind)));
    if (value.ok()) return *std::move(value);
  }
}

Value Respelled(const Type& type, const Value& canonical, Dice& dice) {
  if (dice.Chance(70)) return canonical;
  const int64_t* number = canonical.get_if<int64_t>();
  const bool small = number != nullptr && std::abs(*number) < 1000 && type.kind != TypeKind::kInterval;
  if (small && dice.Chance(50)) return static_cast<double>(*number);
  if (const std::string* text = canonical.get_if<std::string>()) return OtherText(type, *text, dice);
  return type.kind == TypeKind::kInterval ? canonical : AsText(canonical);
}

bool SameMeaning(const std::string& a, const std::string& b) { return &SpellingsOf(a) == &SpellingsOf(b); }

Value WrongValue(const Type& type, Dice& dice) {
  switch (type.kind) {
    case TypeKind::kBool:
      return dice.Any(Values{1, "yes", 0.5, Timestamp{1}});
    case TypeKind::kSmallint:
    case TypeKind::kInteger:
    case TypeKind::kBigint:
      return dice.Any(Values{true, "x", "", "1.5", 1.5, 1e300, "9223372036854775808", std::nan(""), Bytes{"1"}});
    case TypeKind::kReal:
    case TypeKind::kDouble:
      return dice.Any(Values{true, "x", "", "1e999", Bytes{"1"}});
    case TypeKind::kDecimal:
      return dice.Any(Values{true, "x", "", ".", "1e", kInfinity, std::nan(""), "Infinity", Timestamp{0}});
    case TypeKind::kUuid:
    case TypeKind::kDate:
    case TypeKind::kTime:
    case TypeKind::kTimestamp:
      return dice.Any(Values{true, "x", "", "2023-02-29", "24:00:01", "2023-02-29T00:00:00Z", 1.5});
    case TypeKind::kInterval:
      return dice.Any(Values{true, "x", "P", 1.5});
    case TypeKind::kBytes:
      return dice.Any(Values{true, 1, "!", 1.5});
    case TypeKind::kJson:
      return dice.Any(Values{"x", "", "{", R"("\u0000")", kInfinity});
    case TypeKind::kArray:
      return dice.Any(Values{true, 1, "x", List{List{}}, List{Map{}}});
    default:
      return dice.Any(Values{true, 1, 1.5, std::string(1, '\0'), "\xFF", Timestamp{0}});
  }
}

std::string RandomPattern(Dice& dice) {
  static const std::vector<std::string> kParts = {"%", "%", "_", "a", "A", "b", "ä", "Ä", "ß", "i", "İ", "ı", "σ", "Σ",
                                                  "😀", "\\%", "\\_", "\\\\", "\\a", " ", "\\Ä"};
  std::string pattern;
  for (size_t i = dice.Pick(4); i > 0; --i) pattern += dice.Any(kParts);
  return pattern;
}

std::string PatternNear(const std::string& text, Dice& dice) {
  std::string pattern;
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    const bool special = text[at] == '%' || text[at] == '_' || text[at] == '\\';
    const std::string same = StrCat(special ? "\\" : "", text.substr(at, end - at));
    pattern += dice.Chance(50) ? same : dice.Chance(40) ? "_" : dice.Chance(30) ? "%" : OtherCase(same);
    at = end;
  }
  return dice.Chance(20) ? StrCat(pattern, "%") : pattern;
}

Value AnyValue(Dice& dice, size_t depth) {
  static const std::vector<std::string> kNames = {"$eq",     "$in", "$not", "$and",  "$some",  "$gt", "$like",
                                                  "$exists", "id",  "name", "owner", "labels", "doc", "price"};
  static const std::vector<TypeKind> kKinds = {TypeKind::kBool, TypeKind::kBigint, TypeKind::kDouble,
                                               TypeKind::kText, TypeKind::kBytes,  TypeKind::kTimestamp,
                                               TypeKind::kJson, TypeKind::kDecimal};
  const size_t choice = depth == 0 ? 9 : dice.Pick(10);
  if (choice < 2) {
    List list(dice.Pick(3));
    for (Value& item : list) item = AnyValue(dice, depth - 1);
    return list;
  }
  if (choice < 5) {
    Map map;
    for (size_t i = dice.Pick(3); i > 0; --i) map.emplace_back(dice.Any(kNames), AnyValue(dice, depth - 1));
    return map;
  }
  static const Values kOdd = {Value(), std::nan(""), "1e1000000", "1e-1000000", "\xFF", std::string(1, '\0'),
                              Timestamp{INT64_MAX}, std::string(3000, '9')};
  if (dice.Chance(30)) return dice.Any(kOdd);
  return RandomValue(Type{.kind = dice.Any(kKinds)}, dice);
}

}  // namespace ormd
