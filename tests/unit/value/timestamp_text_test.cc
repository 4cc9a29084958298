#include <gtest/gtest.h>

#include "orm/value/text.h"

namespace ormd {
namespace {

constexpr Timestamp kLeapDay{1'709'211'600'123'456};
constexpr Timestamp kFirst{-62'135'596'800'000'000};
constexpr Timestamp kLast{253'402'300'799'999'999};

TEST(TimestampTextTest, SortsAsText) {
  EXPECT_EQ(TimestampText(kLeapDay), "2024-02-29 13:00:00.123456");
  EXPECT_EQ(TimestampText({0}), "1970-01-01 00:00:00.000000");
  EXPECT_EQ(TimestampText({-1}), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(TimestampText(kFirst), "0001-01-01 00:00:00.000000");
  EXPECT_EQ(TimestampText(kLast), "9999-12-31 23:59:59.999999");
}

TEST(TimestampTextTest, Rfc3339CutsTheFractionByThrees) {
  EXPECT_EQ(TimestampRfc3339(kLeapDay), "2024-02-29T13:00:00.123456Z");
  EXPECT_EQ(TimestampRfc3339({1'500'000}), "1970-01-01T00:00:01.500Z");
  EXPECT_EQ(TimestampRfc3339({-1'000'000}), "1969-12-31T23:59:59Z");
  EXPECT_EQ(TimestampRfc3339({-1'000}), "1969-12-31T23:59:59.999Z");
}

TEST(TimestampTextTest, ReadsWhatItWrites) {
  for (const Timestamp value :
       {kLeapDay, kFirst, kLast, Timestamp{0}, Timestamp{-1}, Timestamp{-62'135'596'799'999'999}}) {
    EXPECT_EQ(ParseTimestamp(TimestampText(value)), value);
    EXPECT_EQ(ParseTimestamp(TimestampRfc3339(value)), value);
  }
}

TEST(TimestampTextTest, ReadsOffsets) {
  for (const char* text :
       {"2024-02-29 13:00:00.123456+00", "2024-02-29T14:00:00.123456+01:00", "2024-02-29 11:30:00.123456-0130",
        "2024-02-29 13:00:10.123456+00:00:10", "2024-02-29 15:00:00.123456 +02:00", "2024-02-29T13:00:00.123456789z"}) {
    EXPECT_EQ(ParseTimestamp(text), kLeapDay) << text;
  }
}

TEST(TimestampTextTest, RefusesWhatIsNoMoment) {
  for (const char* text : {"", "2024-02-29", "2023-02-29 00:00:00", "2024-13-01 00:00:00", "2024-00-01 00:00:00",
                           "2024-01-01 24:00:00", "2024-01-01 23:60:00", "2024-01-01 23:59:60", "2024-01-01  1:00:00",
                           "2024-01-01 00:00:00.", "2024-01-01 00:00:00.1234567890", "2024-01-01 00:00:00+16",
                           "2024-01-01 00:00:00+1", "2024-01-01 00:00:00+01:", "2024-01-01 00:00:00 UTC",
                           "2024-01-01 00:00:00 ", "2024-01-01 00:00:00+00 BC", "infinity", "0000-01-01 00:00:00", "10000-01-01 00:00:00"}) {
    EXPECT_EQ(ParseTimestamp(text), std::nullopt) << text;
  }
}

TEST(TimestampTextTest, RefusesAnOffsetThatLeadsOutOfTheYears) {
  EXPECT_EQ(ParseTimestamp("0001-01-01 00:00:00+01"), std::nullopt);
  EXPECT_EQ(ParseTimestamp("9999-12-31 23:00:00-01"), std::nullopt);
  EXPECT_TRUE(ParseTimestamp("0001-01-01 00:00:00-01").has_value());
}

}  // namespace
}  // namespace ormd
