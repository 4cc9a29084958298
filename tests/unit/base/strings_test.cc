#include "orm/base/strings.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace ormd {
namespace {

TEST(StringsTest, ConcatenatesEveryKindOfPiece) {
  const std::string_view view = "view";
  EXPECT_EQ(StrCat("a", std::string("b"), view, 1, int64_t{-2}, absl::string_view("c")), "abview1-2c");
  std::string out = "x";
  StrAppend(&out, view, 7u);
  EXPECT_EQ(out, "xview7");
}

TEST(StringsTest, JoinsWithSeparatorsBetween) {
  EXPECT_EQ(StrJoin(std::vector<std::string_view>{"a", "", "b"}, ", "), "a, , b");
  EXPECT_EQ(StrJoin(std::vector<int>{1, 2}, "-"), "1-2");
  EXPECT_EQ(StrJoin(std::vector<int>{}, "-"), "");
}

TEST(StringsTest, ParsesWholeIntegersOnly) {
  EXPECT_EQ(ParseInteger<int64_t>("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(ParseInteger<uint8_t>("255"), 255);
  EXPECT_EQ(ParseInteger<uint8_t>("256"), std::nullopt);
  EXPECT_EQ(ParseInteger<int>("+1"), std::nullopt);
  EXPECT_EQ(ParseInteger<int>("1 "), std::nullopt);
  EXPECT_EQ(ParseInteger<int>(""), std::nullopt);
}

}  // namespace
}  // namespace ormd
