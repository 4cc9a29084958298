#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "orm/base/error.h"
#include "orm/value/type.h"

namespace ormd {
namespace {

Type Of(TypeKind kind) { return {.kind = kind}; }
Type ArrayOf(Type element) { return {.kind = TypeKind::kArray, .element = std::make_shared<Type>(std::move(element))}; }
Type DecimalType(uint32_t precision, uint32_t scale) {
  return {.kind = TypeKind::kDecimal, .precision = precision, .scale = scale};
}

void ExpectReads(const Type& type, const Cell& cell, const Value& expected) {
  const absl::StatusOr<Value> value = DecodeCell(type, cell);
  ASSERT_TRUE(value.ok()) << TypeName(type) << ": " << value.status();
  EXPECT_EQ(*value, expected) << TypeName(type) << ": " << ValueText(*value);
}

void ExpectReadsText(const Type& type, std::string_view text, const Value& expected) {
  ExpectReads(type, Cell::Text(text), expected);
}

void ExpectUnreadable(const Type& type, const Cell& cell) {
  const absl::StatusOr<Value> value = DecodeCell(type, cell);
  ASSERT_FALSE(value.ok()) << TypeName(type) << ": " << ValueText(*value);
  EXPECT_EQ(ReasonOf(value.status()), Reason::kInternal);
}

TEST(DecodeCellTest, NullIsNullInEveryType) {
  ExpectReads(Of(TypeKind::kBool), Cell::Null(), Value());
  ExpectReads(ArrayOf(Of(TypeKind::kText)), Cell::Null(), Value());
}

TEST(DecodeCellTest, ReadsBools) {
  ExpectReadsText(Of(TypeKind::kBool), "t", true);
  ExpectReadsText(Of(TypeKind::kBool), "f", false);
  ExpectReads(Of(TypeKind::kBool), Cell::Int64(1), true);
  ExpectUnreadable(Of(TypeKind::kBool), Cell::Int64(2));
  ExpectUnreadable(Of(TypeKind::kBool), Cell::Text("yes"));
}

TEST(DecodeCellTest, ReadsIntegers) {
  ExpectReadsText(Of(TypeKind::kBigint), "-9223372036854775808", INT64_MIN);
  ExpectReads(Of(TypeKind::kSmallint), Cell::Int64(7), 7);
  ExpectUnreadable(Of(TypeKind::kSmallint), Cell::Int64(70'000));
  ExpectUnreadable(Of(TypeKind::kBigint), Cell::Text("9223372036854775808"));
  ExpectUnreadable(Of(TypeKind::kInteger), Cell::Text("7 "));
  ExpectUnreadable(Of(TypeKind::kInteger), Cell::Double(7));
}

TEST(DecodeCellTest, ReadsFloats) {
  ExpectReadsText(Of(TypeKind::kDouble), "1e+100", 1e100);
  ExpectReadsText(Of(TypeKind::kDouble), "-Infinity", -std::numeric_limits<double>::infinity());
  ExpectReads(Of(TypeKind::kDouble), Cell::Double(0.1), 0.1);
  ExpectReads(Of(TypeKind::kDouble), Cell::Int64(2), 2.0);
  ExpectReadsText(Of(TypeKind::kReal), "0.1", static_cast<double>(0.1f));
  ExpectReads(Of(TypeKind::kReal), Cell::Double(static_cast<double>(0.1f)), static_cast<double>(0.1f));
  const absl::StatusOr<Value> nan = DecodeCell(Of(TypeKind::kDouble), Cell::Text("NaN"));
  ASSERT_TRUE(nan.ok());
  EXPECT_TRUE(std::isnan(nan->as<double>()));
}

TEST(DecodeCellTest, ReadsDecimals) {
  ExpectReadsText(DecimalType(10, 2), "9.90", "9.90");
  ExpectReadsText(DecimalType(10, 2), "-1234.50", "-1234.50");
  ExpectReadsText(DecimalType(10, 2), "0.50", "0.50");
  ExpectReadsText(DecimalType(10, 2), "5", "5.00");
  ExpectReadsText(DecimalType(10, 2), "05.5", "5.50");
  ExpectReadsText(DecimalType(20, 0), "18446744073709551615", "18446744073709551615");
  ExpectReadsText(Of(TypeKind::kDecimal), "1.500", "1.5");
  ExpectReads(DecimalType(10, 2), Cell::Int64(-3), "-3.00");
  ExpectReads(DecimalType(10, 2), Cell::Double(0.25), "0.25");
  ExpectReads(Of(TypeKind::kDecimal), Cell::Double(9.9), "9.9");
}

TEST(DecodeCellTest, RoundsFloatsToTheScaleOfADecimal) {
  ExpectReads(DecimalType(10, 2), Cell::Double(1.1 * 1.1), "1.21");
  ExpectReads(DecimalType(10, 2), Cell::Double(-(0.1 + 0.2)), "-0.30");
  ExpectReads(DecimalType(10, 2), Cell::Double(0.295), "0.30");
  ExpectReads(DecimalType(10, 2), Cell::Double(1e20), "100000000000000000000.00");
  ExpectUnreadable(DecimalType(10, 2), Cell::Double(std::numeric_limits<double>::infinity()));
}

TEST(DecodeCellTest, RefusesDecimalsThatDoNotFit) {
  for (const char* text : {"9.999", "1.x0", "-", ".", "", "NaN", "1234.5x"})
    ExpectUnreadable(DecimalType(10, 2), Cell::Text(text));
}

TEST(DecodeCellTest, ReadsTexts) {
  ExpectReadsText(Of(TypeKind::kText), "", "");
  ExpectReadsText({.kind = TypeKind::kChar, .length = 5}, "ab   ", "ab");
  ExpectReadsText(Of(TypeKind::kJson), R"({"a": 1})", R"({"a": 1})");
  ExpectUnreadable(Of(TypeKind::kText), Cell::Bytes("a"));
  const Type label{.kind = TypeKind::kEnum, .labels = {"A"}};
  ExpectReadsText(label, "A", "A");
  ExpectUnreadable(label, Cell::Text("B"));
}

TEST(DecodeCellTest, ReadsUuidsDatesAndTimes) {
  ExpectReadsText(Of(TypeKind::kUuid), "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  ExpectReadsText(Of(TypeKind::kDate), "2024-02-29", "2024-02-29");
  ExpectUnreadable(Of(TypeKind::kDate), Cell::Text("0044-03-15 BC"));
  ExpectUnreadable(Of(TypeKind::kDate), Cell::Text("infinity"));
  ExpectReadsText(Of(TypeKind::kDate), "1969-12-31 00:00:00.000", "1969-12-31");
  ExpectReadsText(Of(TypeKind::kDate), "2024-02-29T00:00:00Z", "2024-02-29");
  ExpectUnreadable(Of(TypeKind::kDate), Cell::Text("2024-02-29 00:00:01"));
  ExpectReadsText(Of(TypeKind::kTime), "13:00:00.123", "13:00:00.123");
}

TEST(DecodeCellTest, ReadsTimestamps) {
  ExpectReadsText(Of(TypeKind::kTimestamp), "1970-01-01 00:00:00.12+00", Timestamp{120'000});
  ExpectReadsText(Of(TypeKind::kTimestamp), "1970-01-01 00:00:00.000001", Timestamp{1});
  ExpectReadsText(Of(TypeKind::kTimestamp), "1970-01-01 02:00:00.000 +02:00", Timestamp{0});
  ExpectUnreadable(Of(TypeKind::kTimestamp), Cell::Text("infinity"));
  ExpectUnreadable(Of(TypeKind::kTimestamp), Cell::Text("0044-03-15 00:00:00+00 BC"));
  ExpectUnreadable(Of(TypeKind::kTimestamp), Cell::Int64(5));
}

TEST(DecodeCellTest, ReadsIntervals) {
  ExpectReadsText(Of(TypeKind::kInterval), "PT1.5S", 1'500'000);
  ExpectReads(Of(TypeKind::kInterval), Cell::Int64(-7), -7);
  ExpectUnreadable(Of(TypeKind::kInterval), Cell::Text("1 day"));
}

TEST(DecodeCellTest, ReadsBytes) {
  ExpectReadsText(Of(TypeKind::kBytes), "\\x00ff", Bytes{std::string("\0\xFF", 2)});
  ExpectReads(Of(TypeKind::kBytes), Cell::Bytes("ab"), Bytes{"ab"});
  ExpectUnreadable(Of(TypeKind::kBytes), Cell::Text("\\x0"));
}

TEST(DecodeCellTest, ReadsArrayLiterals) {
  const Type texts = ArrayOf(Of(TypeKind::kText));
  ExpectReadsText(texts, "{}", List{});
  ExpectReadsText(texts, R"({a,"b c",NULL,"NULL","","q\"\\,{}"})", List{"a", "b c", Value(), "NULL", "", "q\"\\,{}"});
  ExpectReadsText(texts, "[0:1]={a,b}", List{"a", "b"});
  ExpectReadsText(ArrayOf(Of(TypeKind::kInteger)), "{1,-2}", List{1, -2});
  ExpectReadsText(ArrayOf(Of(TypeKind::kBytes)), R"({"\\x01"})", List{Bytes{"\x01"}});
  ExpectReadsText(ArrayOf(texts), R"({{a,b},{c,"d"}})", List{List{"a", "b"}, List{"c", "d"}});
}

TEST(DecodeCellTest, RefusesBrokenArrayLiterals) {
  const Type texts = ArrayOf(Of(TypeKind::kText));
  for (const char* text : {"", "{", "{a", "{a,", "{a,}", "{,a}", "{\"a}", "{\"a\\", "{a}b", "{{a}}", "a", "[0:1]="}) {
    ExpectUnreadable(texts, Cell::Text(text));
  }
  ExpectUnreadable(ArrayOf(Of(TypeKind::kInteger)), Cell::Text("{1,x}"));
  ExpectUnreadable(texts, Cell::Bytes("{}"));
}

TEST(DecodeCellTest, ReadsJsonArrays) {
  ExpectReadsText(ArrayOf(Of(TypeKind::kText)), R"([])", List{});
  ExpectReadsText(ArrayOf(Of(TypeKind::kText)), R"(["a",null,"]={","ä"])", List{"a", Value(), "]={", "ä"});
  ExpectReadsText(ArrayOf(Of(TypeKind::kBigint)), "[9223372036854775807, -1]", List{INT64_MAX, -1});
  ExpectReadsText(ArrayOf(Of(TypeKind::kBool)), "[true,false,1,0]", List{true, false, true, false});
  ExpectReadsText(ArrayOf(Of(TypeKind::kDouble)), R"([0.5,1,"Infinity"])",
                  List{0.5, 1.0, std::numeric_limits<double>::infinity()});
  ExpectReadsText(ArrayOf(DecimalType(20, 2)), R"(["1.50",123456789012345678.25])",
                  List{"1.50", "123456789012345678.25"});
  ExpectReadsText(ArrayOf(Of(TypeKind::kBytes)), R"(["00ff"])", List{Bytes{std::string("\0\xFF", 2)}});
  ExpectReadsText(ArrayOf(ArrayOf(Of(TypeKind::kInteger))), "[[1],[]]", List{List{1}, List{}});
}

TEST(DecodeCellTest, KeepsDocumentsInJsonArraysAsText) {
  ExpectReadsText(ArrayOf(Of(TypeKind::kJson)), R"([{"a":[1.50,{"b":null}],"c":"x,"}, 5, "s", [], true, null])",
                  List{R"({"a":[1.50,{"b":null}],"c":"x,"})", "5", "\"s\"", "[]", "true", Value()});
}

TEST(DecodeCellTest, RefusesBrokenJsonArrays) {
  const Type numbers = ArrayOf(Of(TypeKind::kInteger));
  for (const char* text : {"[1", "[1,]", "[{}]", "[[1]]", "[\"x\"]", "[1] 2"})
    ExpectUnreadable(numbers, Cell::Text(text));
}

}  // namespace
}  // namespace ormd
