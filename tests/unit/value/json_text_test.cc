#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "orm/value/text.h"

namespace ormd {
namespace {

std::string Nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonTextTest, WritesEveryKind) {
  const Value value(Map{{"null", Value()},
                        {"flag", true},
                        {"big", INT64_MIN},
                        {"half", 0.5},
                        {"text", "ä\"\\\n\x01/"},
                        {"bytes", Bytes{"\xFF\x01"}},
                        {"at", Timestamp{0}},
                        {"list", List{1, List{}, Map{}}}});
  EXPECT_EQ(JsonText(value),
            R"({"null":null,"flag":true,"big":-9223372036854775808,"half":0.5,"text":"ä\"\\\n\u0001/",)"
            R"("bytes":"/wE=","at":"1970-01-01T00:00:00Z","list":[1,[],{}]})");
}

TEST(JsonTextTest, WritesInfinitiesAsStrings) {
  EXPECT_EQ(JsonText(std::numeric_limits<double>::infinity()), "\"Infinity\"");
  EXPECT_EQ(JsonText(-std::numeric_limits<double>::quiet_NaN()), "\"NaN\"");
}

TEST(JsonTextTest, KnowsADocument) {
  for (const char* text :
       {"null", "1", "\"\"", " {\"a\": [1, 2.50, -3e5]} ", "123456789012345678901234567890.5", "\"\\u0000\""}) {
    EXPECT_TRUE(IsJson(text)) << text;
  }
  for (const char* text :
       {"", "{", "[1,]", "{\"a\"}", "nul", "1 2", "'a'", "\"\xFF\"", "\"\\ud800\"", "01", "// x\n1", "NaN"}) {
    EXPECT_FALSE(IsJson(text)) << text;
  }
}

TEST(JsonTextTest, BoundsTheDepth) {
  EXPECT_TRUE(IsJson(Nested(1000)));
  EXPECT_FALSE(IsJson(Nested(1001)));
  EXPECT_FALSE(IsJson(std::string(1'000'000, '[')));
}

TEST(JsonTextTest, CanonicalFormSortsKeysAndKeepsDigits) {
  EXPECT_EQ(CanonicalJson(R"( { "b" : [ 1.50, true ], "a" : { "d" : null, "c" : "\u00e4/\/" } } )"),
            R"({"a":{"c":"ä//","d":null},"b":[1.50,true]})");
  EXPECT_EQ(CanonicalJson("12345678901234567890123.10"), "12345678901234567890123.10");
  EXPECT_EQ(CanonicalJson("[18446744073709551615,-9223372036854775808]"),
            "[18446744073709551615,-9223372036854775808]");
}

TEST(JsonTextTest, CanonicalFormResolvesExponentsAsJsonbDoes) {
  EXPECT_EQ(CanonicalJson("[1e2, 25e-1, \"1e2\"]"), R"([100,2.5,"1e2"])");
}

TEST(JsonTextTest, CanonicalFormKeepsTheLastOfEqualNames) {
  EXPECT_EQ(CanonicalJson(R"({"a":1,"b":2,"a":3})"), R"({"a":3,"b":2})");
}

TEST(JsonTextTest, ComparableFormKnowsNumbersByTheirValue) {
  const std::vector<std::vector<std::string>> numbers = {
      {"0", "-0", "0.0", "-0.00", "0e7", "0E-400"},
      {"1", "1.0", "1.000", "1e0", "10e-1", "0.1E+1", "100E-002"},
      {"-12000", "-12e3", "-1.2e4", "-12000.00", "-120000.0e-1"},
      {"0.001", "1e-3", "0.0010", "100e-5"},
      {"18446744073709551616", "18446744073709551616.0", "1844674407370955161600e-2"},
      {"18446744073709551617"},
      {"1e-5000", "0.1e-4999", "10e-5001"},
      {"1e-5001"},
      {"9007199254740992"},
      {"9007199254740993"},
  };
  for (const auto& spellings : numbers) {
    for (const std::string& text : spellings) EXPECT_EQ(ComparableJson(text), ComparableJson(spellings.front())) << text;
  }
  for (size_t i = 1; i < numbers.size(); ++i) {
    EXPECT_NE(ComparableJson(numbers[i].front()), ComparableJson(numbers[i - 1].front())) << numbers[i].front();
  }
  EXPECT_EQ(ComparableJson("[100, -0.5, true, null]"), "[1e2,-5e-1,true,null]");
}

TEST(JsonTextTest, ComparableFormSaysNoMoreThanTheDocument) {
  EXPECT_EQ(ComparableJson(R"( { "b" : "1.0", "a" : { "\u0063" : [ ] }, "b" : "e2" } )"), R"({"a":{"c":[]},"b":"e2"})");
  for (const char* text : {"1.0", "[1e2,{\"a\":0.5}]", "1e-99999999999", "\"x\""}) {
    EXPECT_EQ(ComparableJson(ComparableJson(text)), ComparableJson(text));
  }
  for (const char* text : {"", " ", "1.0 ]", "{ \"a\": }"}) EXPECT_EQ(ComparableJson(text), text);
}

TEST(JsonTextTest, CanonicalFormReachesTheDeepestLevel) { EXPECT_EQ(CanonicalJson(" " + Nested(1000)), Nested(1000)); }

}  // namespace
}  // namespace ormd
