#include "server/wire/cell_text.h"

#include <gtest/gtest.h>

#include "orm/value/text.h"

namespace ormd::wire {
namespace {

TEST(CellTextTest, TimestampsAreReadAsTheValueFloorReadsThem) {
  for (const char* text :
       {"1970-01-01 00:00:00", "2024-02-29 13:00:00.123456+00", "1969-12-31 23:59:59.9+00", "0001-01-01 00:00:00+00",
        "9999-12-31 23:59:59.999999+00", "2000-02-29 00:00:00", "1900-02-28 23:00:00", "2023-12-31 23:59:59.000001"}) {
    int64_t micros = 0;
    ASSERT_TRUE(ReadUtcTimestamp(text, &micros)) << text;
    EXPECT_EQ(micros, ParseTimestamp(text)->micros) << text;
  }
}

TEST(CellTextTest, EveryDayOfFourCenturiesIsTheDayAfterTheOneBefore) {
  constexpr int64_t kDay = 86'400'000'000;
  for (int64_t day = -146'097 / 2; day < 146'097 / 2; ++day) {
    int64_t micros = 0;
    ASSERT_TRUE(ReadUtcTimestamp(TimestampText(Timestamp{day * kDay}), &micros));
    ASSERT_EQ(micros, day * kDay);
  }
}

TEST(CellTextTest, OtherFormsOfTimestampsAreLeftToOthers) {
  for (const char* text : {"", "infinity", "2024-02-30 00:00:00", "2023-02-29 00:00:00", "2024-13-01 00:00:00",
                           "2024-00-01 00:00:00", "2024-01-01 24:00:00", "2024-01-01 00:60:00", "2024-01-01T00:00:00",
                           "2024-01-01 00:00:00+02", "2024-01-01 00:00:00.", "2024-01-01 00:00:00.1234567",
                           "20x4-01-01 00:00:00", "2024-01-01 00:00:00 BC", "0000-01-01 00:00:00"}) {
    int64_t micros = 0;
    EXPECT_FALSE(ReadUtcTimestamp(text, &micros)) << text;
  }
}

TEST(CellTextTest, OnlyLowerCaseUuidsWithHyphensAreCanonical) {
  EXPECT_TRUE(IsCanonicalUuid({}, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
  for (const char* text : {"A0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc999c0b4ef8bb6d6bb9bd380a11", "",
                           "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g", "a0eebc9--9c0b-4ef8-bb6d-6bb9bd380a11",
                           "{0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1}"}) {
    EXPECT_FALSE(IsCanonicalUuid({}, text)) << text;
  }
}

TEST(CellTextTest, CanonicalDecimalsHaveTheirScaleAndNoNeedlessZeros) {
  Type type{TypeKind::kDecimal};
  EXPECT_FALSE(IsCanonicalDecimal(type, "1")) << "without a scale zeros behind the point need care";
  type.scale = 2;
  for (const char* text : {"1.50", "0.50", "-1.50", "123456789012345678901234567890.12"}) {
    EXPECT_TRUE(IsCanonicalDecimal(type, text)) << text;
  }
  for (const char* text : {"", "-", ".50", "00.50", "-0.50", "1.5", "1.500", "1,50", "NaN", "1e10"}) {
    EXPECT_FALSE(IsCanonicalDecimal(type, text)) << text;
  }
  type.scale = 0;
  EXPECT_TRUE(IsCanonicalDecimal(type, "0"));
  EXPECT_TRUE(IsCanonicalDecimal(type, "120"));
  EXPECT_FALSE(IsCanonicalDecimal(type, "012"));
}

}  // namespace
}  // namespace ormd::wire
