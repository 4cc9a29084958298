#include "client/cli/time_text.h"

#include <gtest/gtest.h>

namespace ormd::cli {
namespace {

TEST(InstantTextTest, DecimalsAreCutToThreeSixOrNine) {
  EXPECT_EQ(InstantText({0, 0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(InstantText({0, 500'000'000}), "1970-01-01T00:00:00.500Z");
  EXPECT_EQ(InstantText({0, 1'000}), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(InstantText({-62135596800, 0}), "0001-01-01T00:00:00Z");
}

TEST(InstantTextTest, OffsetsBlanksAndBareTimesAreRead) {
  const Nanos noon{1709208000, 0};
  EXPECT_EQ(ParseInstant("2024-02-29T12:00:00Z"), noon);
  EXPECT_EQ(ParseInstant("2024-02-29T14:00:00+02:00"), noon);
  EXPECT_EQ(ParseInstant("2024-02-29 12:00:00"), noon);
  EXPECT_EQ(ParseInstant("1969-12-31T23:59:59.25Z"), (Nanos{-1, 250'000'000}));
}

TEST(InstantTextTest, WhatIsNoInstantIsRefused) {
  for (const char* text : {"", "yesterday", "2023-02-29T00:00:00Z", "2024-02-29T12:00:00Z!", "infinite-future"}) {
    EXPECT_EQ(ParseInstant(text), std::nullopt) << text;
  }
}

TEST(DurationTextTest, RoundTripsThroughIso) {
  for (const Nanos duration : {Nanos{0, 0}, Nanos{90, 500'000'000}, Nanos{-1, -500'000'000}, Nanos{0, 1'000}}) {
    EXPECT_EQ(ParseDuration(DurationText(duration)), duration) << DurationText(duration);
  }
  EXPECT_EQ(DurationText({-1, -500'000'000}), "PT-1.5S");
}

TEST(DurationTextTest, UnitsAddUp) {
  EXPECT_EQ(ParseDuration("P1W2DT3H4M5.5S"), (Nanos{7 * 86400 + 2 * 86400 + 3 * 3600 + 4 * 60 + 5, 500'000'000}));
  EXPECT_EQ(ParseDuration("-P1D"), (Nanos{-86400, 0}));
  EXPECT_EQ(ParseDuration("1.5s"), (Nanos{1, 500'000'000}));
}

TEST(DurationTextTest, WhatIsNoDurationIsRefused) {
  for (const char* text : {"", "P", "PT", "1", "s", "P1H", "PT1D", "PT1", "1.s", "PT1.0000000001S"}) {
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace ormd::cli
