#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/value/type.h"

namespace ormd {
namespace {

Type Of(TypeKind kind) { return {.kind = kind}; }
Type ArrayOf(Type element) { return {.kind = TypeKind::kArray, .element = std::make_shared<Type>(std::move(element))}; }
Type DecimalType(uint32_t precision, uint32_t scale) {
  return {.kind = TypeKind::kDecimal, .precision = precision, .scale = scale};
}

void ExpectForm(const Type& type, Value given, const Value& expected) {
  const absl::StatusOr<Value> value = Canonicalize(type, std::move(given));
  ASSERT_TRUE(value.ok()) << TypeName(type) << ": " << value.status();
  EXPECT_EQ(*value, expected) << TypeName(type) << ": " << ValueText(*value);
}

void ExpectRefused(const Type& type, Value given) {
  const absl::StatusOr<Value> value = Canonicalize(type, std::move(given));
  ASSERT_FALSE(value.ok()) << TypeName(type) << ": " << ValueText(*value);
  EXPECT_EQ(ReasonOf(value.status()), Reason::kBadValue);
}

TEST(CanonicalizeTest, NullPassesEveryType) {
  ExpectForm(Of(TypeKind::kInteger), Value(), Value());
  ExpectForm(ArrayOf(Of(TypeKind::kText)), Value(), Value());
}

TEST(CanonicalizeTest, BoolIsBoolOrItsWord) {
  ExpectForm(Of(TypeKind::kBool), true, true);
  ExpectForm(Of(TypeKind::kBool), "false", false);
  ExpectRefused(Of(TypeKind::kBool), "TRUE");
  ExpectRefused(Of(TypeKind::kBool), 1);
}

TEST(CanonicalizeTest, IntegersKeepToTheirRange) {
  ExpectForm(Of(TypeKind::kSmallint), -32768, -32768);
  ExpectRefused(Of(TypeKind::kSmallint), 32768);
  ExpectForm(Of(TypeKind::kInteger), 2147483647, 2147483647);
  ExpectRefused(Of(TypeKind::kInteger), int64_t{2147483648});
  ExpectForm(Of(TypeKind::kBigint), INT64_MIN, INT64_MIN);
}

TEST(CanonicalizeTest, IntegersAcceptWholeDoublesAndTexts) {
  ExpectForm(Of(TypeKind::kInteger), 3.0, 3);
  ExpectRefused(Of(TypeKind::kInteger), 3.5);
  ExpectRefused(Of(TypeKind::kBigint), 9223372036854775808.0);
  ExpectRefused(Of(TypeKind::kBigint), std::nan(""));
  ExpectForm(Of(TypeKind::kBigint), "9223372036854775807", INT64_MAX);
  for (const char* text : {"9223372036854775808", "abc", "", "1.0", " 1", "1x"})
    ExpectRefused(Of(TypeKind::kBigint), text);
  ExpectRefused(Of(TypeKind::kInteger), true);
}

TEST(CanonicalizeTest, DoublesAcceptIntegersAndTexts) {
  ExpectForm(Of(TypeKind::kDouble), 1, 1.0);
  ExpectForm(Of(TypeKind::kDouble), "0.1", 0.1);
  ExpectForm(Of(TypeKind::kDouble), "-Infinity", -std::numeric_limits<double>::infinity());
  ExpectRefused(Of(TypeKind::kDouble), "1e999");
  ExpectRefused(Of(TypeKind::kDouble), "x");
}

TEST(CanonicalizeTest, RealsHaveThePrecisionOfAFloat) {
  ExpectForm(Of(TypeKind::kReal), 0.1, static_cast<double>(0.1f));
  ExpectRefused(Of(TypeKind::kReal), 1e300);
}

TEST(CanonicalizeTest, DecimalsHaveTheirScale) {
  ExpectForm(DecimalType(10, 2), "9.9", "9.90");
  ExpectForm(DecimalType(10, 2), 9, "9.00");
  ExpectForm(DecimalType(10, 2), 9.9, "9.90");
  ExpectForm(Of(TypeKind::kDecimal), "9.900", "9.9");
  ExpectForm(DecimalType(20, 0), "18446744073709551615", "18446744073709551615");
  ExpectForm({.kind = TypeKind::kDecimal, .precision = 5}, "12345", "12345");
}

TEST(CanonicalizeTest, DecimalsLoseNoDigits) {
  ExpectRefused(DecimalType(10, 2), "9.999");
  ExpectRefused(DecimalType(4, 2), "100");
  ExpectForm(DecimalType(4, 2), "99.99", "99.99");
  ExpectForm(DecimalType(2, 2), "0.99", "0.99");
  ExpectRefused(DecimalType(2, 2), "1");
  ExpectRefused({.kind = TypeKind::kDecimal, .precision = 5}, "1.5");
  for (const char* text : {"NaN", "Infinity", "ten", "", "1e1000000"}) ExpectRefused(DecimalType(10, 2), text);
  ExpectRefused(Of(TypeKind::kDecimal), std::nan(""));
}

TEST(CanonicalizeTest, DecimalsHaveNoMoreDigitsThanEveryDatabaseHolds) {
  const std::string most(131'072, '9');
  const std::string least = "0." + std::string(16'382, '0') + "1";
  ExpectForm(Of(TypeKind::kDecimal), most, most);
  ExpectForm(Of(TypeKind::kDecimal), least, least);
  ExpectRefused(Of(TypeKind::kDecimal), most + "9");
  ExpectRefused(Of(TypeKind::kDecimal), least + "1");
}

TEST(CanonicalizeTest, TextIsValidUtf8WithoutNul) {
  ExpectForm(Of(TypeKind::kText), "ä", "ä");
  ExpectRefused(Of(TypeKind::kText), std::string("a\0b", 3));
  ExpectRefused(Of(TypeKind::kText), "\xC3");
  ExpectRefused(Of(TypeKind::kText), 5);
  ExpectRefused(Of(TypeKind::kText), Bytes{"a"});
}

TEST(CanonicalizeTest, LengthCountsCharacters) {
  const Type varchar{.kind = TypeKind::kVarchar, .length = 3};
  ExpectForm(varchar, "äöü", "äöü");
  ExpectRefused(varchar, "abcd");
  const Type fixed{.kind = TypeKind::kChar, .length = 3};
  ExpectForm(fixed, "a     ", "a");
  ExpectRefused(fixed, "abcd");
}

TEST(CanonicalizeTest, EnumsKnowTheirLabels) {
  const Type type{.kind = TypeKind::kEnum, .labels = {"OPEN", "PAID"}};
  ExpectForm(type, "PAID", "PAID");
  ExpectRefused(type, "paid");
  ExpectRefused(type, 1);
}

TEST(CanonicalizeTest, UuidsDatesAndTimesHaveOneForm) {
  ExpectForm(Of(TypeKind::kUuid), "{A0EEBC999C0B4EF8BB6D6BB9BD380A11}", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  ExpectRefused(Of(TypeKind::kUuid), "a0eebc99");
  ExpectForm(Of(TypeKind::kDate), "2024-02-29", "2024-02-29");
  for (const char* text : {"2023-02-29", "0000-01-01", "10000-01-01", "2024-2-29", "2024-02-29T00:00:00Z"}) {
    ExpectRefused(Of(TypeKind::kDate), text);
  }
  ExpectForm(Of(TypeKind::kTime), "13:00:00.500", "13:00:00.5");
  ExpectForm(Of(TypeKind::kTime), "13:05", "13:05:00");
  ExpectForm(Of(TypeKind::kTime), "24:00:00", "24:00:00");
  for (const char* text : {"24:00:01", "1:00:00", "12:60:00", "12:00:00Z"}) ExpectRefused(Of(TypeKind::kTime), text);
}

TEST(CanonicalizeTest, TimestampsKeepToTheYearsOneTo9999) {
  ExpectForm(Of(TypeKind::kTimestamp), Timestamp{5}, Timestamp{5});
  ExpectForm(Of(TypeKind::kTimestamp), "1970-01-01T01:00:00.000001+01:00", Timestamp{1});
  ExpectRefused(Of(TypeKind::kTimestamp), Timestamp{INT64_MAX});
  ExpectRefused(Of(TypeKind::kTimestamp), Timestamp{-62'135'596'800'000'001});
  ExpectRefused(Of(TypeKind::kTimestamp), "yesterday");
  ExpectRefused(Of(TypeKind::kTimestamp), 0);
}

TEST(CanonicalizeTest, IntervalsAreMicroseconds) {
  ExpectForm(Of(TypeKind::kInterval), 5, 5);
  ExpectForm(Of(TypeKind::kInterval), "PT1.5S", 1'500'000);
  ExpectRefused(Of(TypeKind::kInterval), "1 day");
  ExpectRefused(Of(TypeKind::kInterval), true);
}

TEST(CanonicalizeTest, BytesAcceptBase64) {
  ExpectForm(Of(TypeKind::kBytes), Bytes{"\xFF"}, Bytes{"\xFF"});
  ExpectForm(Of(TypeKind::kBytes), "/wE=", Bytes{"\xFF\x01"});
  ExpectForm(Of(TypeKind::kBytes), "_wE", Bytes{"\xFF\x01"});
  ExpectRefused(Of(TypeKind::kBytes), "?");
}

TEST(CanonicalizeTest, JsonIsTheTextOfADocument) {
  ExpectForm(Of(TypeKind::kJson), R"({"a": 1.50})", R"({"a": 1.50})");
  ExpectForm(Of(TypeKind::kJson), Map{{"a", List{1, Value()}}}, R"({"a":[1,null]})");
  ExpectForm(Of(TypeKind::kJson), 5, "5");
  ExpectRefused(Of(TypeKind::kJson), "{");
  ExpectRefused(Of(TypeKind::kJson), R"("\u0000")");
  ExpectRefused(Of(TypeKind::kJson), List{std::nan("")});
  ExpectRefused(Of(TypeKind::kJson), List{"\xFF"});
}

TEST(CanonicalizeTest, NumbersInJsonHaveNoMoreDecimalsThanEveryDatabaseHolds) {
  for (const char* most : {"1e-16383", "[1.5e-16382]", "0e-16383", R"({"e-99999":"1e-99999"})"}) {
    ExpectForm(Of(TypeKind::kJson), most, most);
  }
  for (const char* more : {"1e-16384", "[1.5e-16383]", "0e-16384", R"({"a":{"b":-1E-99999999999}})"}) {
    ExpectRefused(Of(TypeKind::kJson), more);
  }
}

// [number,number,...]
std::string Repeated(std::string_view number, size_t times) {
  std::string document = "[";
  for (size_t i = 0; i < times; ++i) StrAppend(&document, i == 0 ? "" : ",", number);
  return document + "]";
}

TEST(CanonicalizeTest, ADocumentStaysShortWithItsExponentsWrittenOut) {
  const std::string most = Repeated("1e-16383", 256);
  ExpectForm(Of(TypeKind::kJson), most, most);
  for (const auto& [number, times] : std::vector<std::pair<const char*, size_t>>{
           {"1e-16383", 257}, {"1e-999", 4200}, {"[1.5e+100000]", 42}, {"1e4194305", 1}}) {
    ExpectRefused(Of(TypeKind::kJson), Repeated(number, times));
  }
}

TEST(CanonicalizeTest, AnArrayStaysShortWithItsNumbersWrittenOut) {
  const Type decimals = ArrayOf(ArrayOf(Of(TypeKind::kDecimal)));
  const List numbers(2'000, "1e-999");
  EXPECT_TRUE(Canonicalize(decimals, List{numbers, numbers}).ok());
  ExpectRefused(decimals, List{numbers, numbers, numbers});
  ExpectRefused(ArrayOf(DecimalType(1000, 1000)), List(5'000, "0"));
  ExpectRefused(ArrayOf(Of(TypeKind::kJson)), List(257, "1e-16383"));
}

TEST(CanonicalizeTest, JsonIsNotNestedWithoutBounds) {
  Value deep(List{});
  for (int i = 0; i < 1500; ++i) {
    List outer;
    outer.push_back(std::move(deep));
    deep = Value(std::move(outer));
  }
  ExpectRefused(Of(TypeKind::kJson), std::move(deep));
}

TEST(CanonicalizeTest, ArraysHaveCanonicalElements) {
  ExpectForm(ArrayOf(DecimalType(10, 2)), List{"1", Value(), 2}, List{"1.00", Value(), "2.00"});
  ExpectForm(ArrayOf(ArrayOf(Of(TypeKind::kInteger))), List{List{1.0}, List{}}, List{List{1}, List{}});
  ExpectRefused(ArrayOf(Of(TypeKind::kInteger)), 1);
}

TEST(CanonicalizeTest, AnElementIsBlamedByItsIndex) {
  const absl::StatusOr<Value> value = Canonicalize(ArrayOf(Of(TypeKind::kInteger)), List{1, "x"});
  const Error error = ErrorOf(UnderField(value.status(), "data.numbers"));
  ASSERT_EQ(error.violations.size(), 1u);
  EXPECT_EQ(error.violations[0].field, "data.numbers[1]");
}

TEST(CanonicalizeTest, MessagesNameTheTypeButNotTheValue) {
  const absl::Status status = Canonicalize(DecimalType(10, 2), "secret").status();
  EXPECT_EQ(status.message(), "not a valid decimal(10,2)");
  EXPECT_EQ(Canonicalize(Of(TypeKind::kText), 1234567).status().message(),
            "a value of kind int64 cannot be used as text");
}

TEST(SameValueTest, ComparesDocumentsByContent) {
  const Type json = Of(TypeKind::kJson);
  EXPECT_TRUE(SameValue(json, R"({"a":1,"b":2})", R"({ "b": 2, "a": 1 })"));
  EXPECT_TRUE(SameValue(json, R"({"a":1.0})", R"({"a":1e0})"));
  EXPECT_FALSE(SameValue(json, "18446744073709551616", "18446744073709551617"));
  EXPECT_FALSE(SameValue(json, "null", Value()));
  EXPECT_TRUE(SameValue(ArrayOf(json), List{"[1, 2]"}, List{"[1,2]"}));
  EXPECT_FALSE(SameValue(ArrayOf(json), List{"[1]"}, List{"[1]", "[2]"}));
}

TEST(SameValueTest, ComparesOthersByEquality) {
  EXPECT_TRUE(SameValue(Of(TypeKind::kText), "a", "a"));
  EXPECT_FALSE(SameValue(Of(TypeKind::kText), "{}", "{ }"));
  EXPECT_TRUE(SameValue(Of(TypeKind::kDouble), std::nan(""), std::nan("")));
  EXPECT_FALSE(SameValue(Of(TypeKind::kDouble), std::nan(""), Value()));
}

}  // namespace
}  // namespace ormd
