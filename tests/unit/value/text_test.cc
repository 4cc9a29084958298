#include "orm/value/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "orm/value/utf8.h"

namespace ormd {
namespace {

TEST(UuidTest, BringsEveryFormIntoOne) {
  const std::string canonical = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
  for (const char* text : {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
                           "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}", "a0eebc999c0b4ef8bb6d6bb9bd380a11",
                           "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11"}) {
    EXPECT_EQ(CanonicalUuid(text), canonical) << text;
  }
}

TEST(UuidTest, RefusesEverythingElse) {
  for (const char* text :
       {"", "{", "{}", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111",
        "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "a0e-ebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11-"}) {
    EXPECT_EQ(CanonicalUuid(text), std::nullopt) << text;
  }
}

TEST(UuidTest, NewOnesAreRandomOfVersionFour) {
  const std::string uuid = NewUuid();
  EXPECT_THAT(uuid, testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_EQ(CanonicalUuid(uuid), uuid);
  EXPECT_NE(NewUuid(), uuid);
}

TEST(HexTest, RoundTripsEveryByte) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  EXPECT_EQ(ParseHex(HexText(bytes)), bytes);
  EXPECT_EQ(HexText("\x01\xAF"), "01af");
  EXPECT_EQ(ParseHex("01AF"), "\x01\xAF");
  EXPECT_EQ(ParseHex("0"), std::nullopt);
  EXPECT_EQ(ParseHex("0g"), std::nullopt);
}

TEST(DoubleTextTest, IsTheShortestThatReadsBack) {
  EXPECT_EQ(DoubleText(0.1), "0.1");
  EXPECT_EQ(DoubleText(-3), "-3");
  EXPECT_EQ(DoubleText(1e100), "1e+100");
  EXPECT_EQ(std::stod(DoubleText(std::nextafter(1.0, 2.0))), std::nextafter(1.0, 2.0));
  EXPECT_EQ(DoubleText(std::numeric_limits<double>::infinity()), "Infinity");
  EXPECT_EQ(DoubleText(-std::numeric_limits<double>::infinity()), "-Infinity");
  EXPECT_EQ(DoubleText(std::nan("")), "NaN");
}

TEST(Utf8Test, KnowsItsSequences) {
  EXPECT_TRUE(IsUtf8("plain text of more than eight letters"));
  EXPECT_TRUE(IsUtf8("äß€😀 and text after it"));
  EXPECT_TRUE(IsUtf8("\xF4\x8F\xBF\xBF"));
  for (const char* text : {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80", "\xE2\x82", "12345678\xFF", "\xE2\x28\xA1", "\xF0\x9F\x98\x28"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

TEST(Utf8Test, CountsCodePoints) { EXPECT_EQ(CountCodePoints("aä€😀"), 4u); }

}  // namespace
}  // namespace ormd
