#include "client/cli/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cli/errors.h"
#include "client/cli/number.h"

namespace ormd::cli {
namespace {

std::string RoundTrip(const std::string& text) { return WriteJson(ParseJson(text, "test")); }

TEST(JsonTest, NumbersKeepTheirDigits) {
  for (const char* literal : {"9223372036854775807", "18446744073709551615", "-9223372036854775808", "9.90",
                              "12345678901234567890123.456000", "1e300", "0.1"}) {
    EXPECT_EQ(RoundTrip(literal), literal);
  }
}

TEST(JsonTest, MembersKeepTheirOrder) {
  EXPECT_EQ(RoundTrip(R"({"b": 1, "a": [true, null, "x"]})"), R"({"b":1,"a":[true,null,"x"]})");
}

TEST(JsonTest, ControlCharactersAreEscaped) { EXPECT_EQ(RoundTrip(R"("a\"\\\n\u0001é")"), R"("a\"\\\n\u0001é")"); }

TEST(JsonTest, PrettyFormIndentsAndKeepsEmptyOnesShort) {
  EXPECT_EQ(WritePretty(ParseJson(R"({"a": [1, {}], "b": []})", "test")),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
}

TEST(JsonTest, MalformedTextIsAUsageErrorThatNamesTheArgument) {
  try {
    ParseJson("{\"a\": }", "--where");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "--where is not valid JSON (at character 7)");
  }
  EXPECT_THROW(ParseJson("", "x"), UsageError);
  EXPECT_THROW(ParseJson("1 2", "x"), UsageError);
  EXPECT_THROW(ParseJson("\"\xff\"", "x"), UsageError);
}

TEST(JsonTest, NameThatStandsTwiceIsRefused) { EXPECT_THROW(ParseJson(R"({"a": 1, "a": 2})", "x"), UsageError); }

TEST(JsonTest, TooDeepIsALimitWithAPath) {
  std::string text;
  for (int i = 0; i < 1'000'000; ++i) text += R"({"$not":)";
  try {
    ParseJson(text, "--where", "where");
    FAIL();
  } catch (const client::Error& error) {
    EXPECT_EQ(error.reason(), "LIMIT_EXCEEDED");
    EXPECT_EQ(error.violations().at(0).field, "where.$not.$not.$not");
  }
}

TEST(JsonTest, IntegersThatReadersWouldRoundAreText) {
  EXPECT_EQ(Json::Integer(9007199254740991), Json::Number("9007199254740991"));
  EXPECT_EQ(Json::Integer(9007199254740992), Json::String("9007199254740992"));
  EXPECT_EQ(Json::Integer(-9007199254740992), Json::String("-9007199254740992"));
  EXPECT_EQ(Json::Unsigned(18446744073709551615u), Json::String("18446744073709551615"));
}

TEST(JsonTest, DoublesTakeTheirShortestForm) {
  EXPECT_EQ(Json::Double(0.1).text, "0.1");
  EXPECT_EQ(Json::Double(1e300).text, "1e+300");
  EXPECT_EQ(Json::Double(std::numeric_limits<double>::quiet_NaN()), Json::String("NaN"));
  EXPECT_EQ(Json::Double(-std::numeric_limits<double>::infinity()), Json::String("-Infinity"));
}

TEST(NumberTest, LiteralsAreComparedByValue) {
  EXPECT_TRUE(SameNumber("1.50", "15e-1"));
  EXPECT_TRUE(SameNumber("0.0", "-0"));
  EXPECT_TRUE(SameNumber("100", "1e2"));
  EXPECT_FALSE(SameNumber("0.1", "0.10000000000000001"));
  EXPECT_FALSE(SameNumber("1", "-1"));
}

TEST(NumberTest, IntegersAreExactHoweverWritten) {
  bool overflow = false;
  EXPECT_EQ(ExactInt64("1e3", &overflow), 1000);
  EXPECT_EQ(ExactInt64("-9223372036854775808", &overflow), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(ExactInt64("5.0", &overflow), 5);
  EXPECT_EQ(ExactInt64("5.5", &overflow), std::nullopt);
  EXPECT_FALSE(overflow);
  EXPECT_EQ(ExactInt64("9223372036854775808", &overflow), std::nullopt);
  EXPECT_TRUE(overflow);
  EXPECT_EQ(ExactUint64("18446744073709551615", &overflow), 18446744073709551615u);
  EXPECT_EQ(ExactUint64("-1", &overflow), std::nullopt);
  EXPECT_TRUE(overflow);
  EXPECT_EQ(ExactInt64("1e999999999", &overflow), std::nullopt);
  EXPECT_TRUE(overflow);
}

TEST(NumberTest, DoubleThatWouldLoseDigitsIsNone) {
  EXPECT_EQ(ExactDouble("9.90"), 9.9);
  EXPECT_EQ(ExactDouble("0.1234567890123456789"), std::nullopt);
}

}  // namespace
}  // namespace ormd::cli
