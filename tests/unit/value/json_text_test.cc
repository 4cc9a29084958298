#include <gtest/gtest.h>

#include <limits>

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

TEST(JsonTextTest, CanonicalFormReachesTheDeepestLevel) { EXPECT_EQ(CanonicalJson(" " + Nested(1000)), Nested(1000)); }

}  // namespace
}  // namespace ormd
