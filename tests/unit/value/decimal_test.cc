#include <gtest/gtest.h>

#include "orm/value/text.h"

namespace ormd {
namespace {

TEST(DecimalTest, WithoutAScaleSaysNoMoreDigitsThanNeeded) {
  EXPECT_EQ(CanonicalDecimal("9.90", {}), "9.9");
  EXPECT_EQ(CanonicalDecimal("00012.000", {}), "12");
  EXPECT_EQ(CanonicalDecimal("+.5", {}), "0.5");
  EXPECT_EQ(CanonicalDecimal("5.", {}), "5");
  EXPECT_EQ(CanonicalDecimal("-0.00", {}), "0");
}

TEST(DecimalTest, WithAScaleHasExactlyItsDecimals) {
  EXPECT_EQ(CanonicalDecimal("9.9", 2), "9.90");
  EXPECT_EQ(CanonicalDecimal("-7", 3), "-7.000");
  EXPECT_EQ(CanonicalDecimal("9.9000", 2), "9.90");
  EXPECT_EQ(CanonicalDecimal("0", 2), "0.00");
  EXPECT_EQ(CanonicalDecimal("-0", 2), "0.00");
  EXPECT_EQ(CanonicalDecimal("3.0", 0), "3");
}

TEST(DecimalTest, LosesNoDigits) {
  EXPECT_EQ(CanonicalDecimal("9.999", 2), std::nullopt);
  EXPECT_EQ(CanonicalDecimal("0.5", 0), std::nullopt);
  EXPECT_EQ(CanonicalDecimal("1234567890123456789012345678901234567890.12345", {}),
            "1234567890123456789012345678901234567890.12345");
}

TEST(DecimalTest, ResolvesExponents) {
  EXPECT_EQ(CanonicalDecimal("1.5e3", {}), "1500");
  EXPECT_EQ(CanonicalDecimal("1.2345E+2", {}), "123.45");
  EXPECT_EQ(CanonicalDecimal("12e-4", {}), "0.0012");
  EXPECT_EQ(CanonicalDecimal("-120e-2", 2), "-1.20");
  EXPECT_EQ(CanonicalDecimal("5e0", {}), "5");
  EXPECT_EQ(CanonicalDecimal("1e0000000000000000000000002", {}), "100");
}

TEST(DecimalTest, RefusesExponentsThatWouldGrowWithoutBounds) {
  EXPECT_TRUE(CanonicalDecimal("1e1000", {}).has_value());
  EXPECT_EQ(CanonicalDecimal("1e1001", {}), std::nullopt);
  EXPECT_EQ(CanonicalDecimal("1e-1000000", {}), std::nullopt);
  EXPECT_EQ(CanonicalDecimal("1e99999999999999999999", {}), std::nullopt);
}

TEST(DecimalTest, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".", "e5", "1e", "1e+", "1,5", "0x10", "NaN", "Infinity", "1 ", " 1", "--1",
                           "1.2.3", "1e5.0", "1e5x"}) {
    EXPECT_EQ(CanonicalDecimal(text, {}), std::nullopt) << text;
  }
}

TEST(DecimalTest, ComparesByNumber) {
  EXPECT_LT(CompareDecimals("9.9", "10"), 0);
  EXPECT_LT(CompareDecimals("-10", "-9.9"), 0);
  EXPECT_LT(CompareDecimals("-1", "0.001"), 0);
  EXPECT_GT(CompareDecimals("0.10", "0.09"), 0);
  EXPECT_LT(CompareDecimals("0.1", "0.11"), 0);
  EXPECT_EQ(CompareDecimals("1.50", "01.5"), 0);
  EXPECT_EQ(CompareDecimals("-0.00", "0"), 0);
  EXPECT_EQ(CompareDecimals("1e2", "100.0"), 0);
  EXPECT_LT(CompareDecimals("9007199254740992", "9007199254740993"), 0);
}

TEST(DecimalTest, OrdersOtherTextsLastByBytes) {
  EXPECT_LT(CompareDecimals("99999", "NaN"), 0);
  EXPECT_GT(CompareDecimals("abc", "-5"), 0);
  EXPECT_LT(CompareDecimals("abc", "abd"), 0);
  EXPECT_EQ(CompareDecimals("x", "x"), 0);
}

}  // namespace
}  // namespace ormd
