#include <gtest/gtest.h>

#include "orm/value/text.h"

namespace ormd {
namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kDay = 86'400 * kSecond;

TEST(IntervalTextTest, SplitsIntoHoursMinutesAndSeconds) {
  EXPECT_EQ(IntervalText(0), "PT0S");
  EXPECT_EQ(IntervalText(1'500'000), "PT1.5S");
  EXPECT_EQ(IntervalText(-1), "PT-0.000001S");
  EXPECT_EQ(IntervalText(3'600 * kSecond), "PT1H");
  EXPECT_EQ(IntervalText(-5'460 * kSecond - kSecond / 2), "PT-1H-31M-0.5S");
  EXPECT_EQ(IntervalText(2 * kDay), "PT48H");
}

TEST(IntervalTextTest, ReadsWhatItWrites) {
  for (const int64_t micros :
       {int64_t{0}, int64_t{1}, int64_t{-1}, 61 * kSecond, -25 * 3600 * kSecond - 1, INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(ParseInterval(IntervalText(micros)), micros) << micros;
  }
}

TEST(IntervalTextTest, ReadsWhatPostgresWrites) {
  EXPECT_EQ(ParseInterval("P1Y2M3DT4H5M6.789S"), (360 + 60 + 3) * kDay + (4 * 3600 + 5 * 60 + 6) * kSecond + 789'000);
  EXPECT_EQ(ParseInterval("P-1DT2H"), -kDay + 2 * 3600 * kSecond);
  EXPECT_EQ(ParseInterval("PT0S"), 0);
  EXPECT_EQ(ParseInterval("PT-0.5S"), -500'000);
}

TEST(IntervalTextTest, ReadsOtherIsoForms) {
  EXPECT_EQ(ParseInterval("P2W"), 14 * kDay);
  EXPECT_EQ(ParseInterval("-PT1M"), -60 * kSecond);
  EXPECT_EQ(ParseInterval("PT0.25H"), 900 * kSecond);
  EXPECT_EQ(ParseInterval("PT0,1234567S"), 123'456);
}

TEST(IntervalTextTest, ReadsTheJsonFormOfADuration) {
  EXPECT_EQ(ParseInterval("1.5s"), 1'500'000);
  EXPECT_EQ(ParseInterval("-3s"), -3 * kSecond);
  EXPECT_EQ(ParseInterval("s"), std::nullopt);
}

TEST(IntervalTextTest, RefusesWhatIsNoInterval) {
  for (const char* text : {"", "P", "PT", "P1", "1D", "P1H", "PT1D", "P1D2Y", "PT1S1S", "P1DT", "PTS", "P1D ", "1 day",
                           "P99999999999999999999D", "P9223372036854775807Y"}) {
    EXPECT_EQ(ParseInterval(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace ormd
