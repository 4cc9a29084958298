#include "client/cli/seed_check.h"

#include <gtest/gtest.h>

namespace ormd::cli {
namespace {

using Kind = Restriction::Kind;

std::string Text(std::string_view sql) {
  std::string text;
  for (const Restriction& restriction : ReadCheck(sql)) {
    constexpr const char* kNames[] = {"least", "most",  "shortest", "longest", "one of",
                                      "true",  "false", "null",     "not null"};
    text += (text.empty() ? "" : "; ") + restriction.column + " " + kNames[static_cast<int>(restriction.kind)] + " " +
            restriction.bound + (restriction.exclusive ? " exclusive" : "");
    for (const std::string& value : restriction.values) text += "[" + value + "]";
  }
  return text;
}

TEST(SeedCheckTest, Bounds) {
  EXPECT_EQ(Text("price > 0"), "price least 0 exclusive");
  EXPECT_EQ(Text("\"price\" >= 1.5 AND price <= 10"), "price least 1.5; price most 10");
  EXPECT_EQ(Text("0 < price"), "price least 0 exclusive");
  EXPECT_EQ(Text("price BETWEEN -1 AND 9 AND x < 3"), "price least -1; price most 9; x most 3 exclusive");
  EXPECT_EQ(Text("((price > (0)::numeric) AND (price < 5))"), "price least 0 exclusive; price most 5 exclusive");
}

TEST(SeedCheckTest, BoundsInQuotes) {
  EXPECT_EQ(Text("c < '-10'::integer"), "c most -10 exclusive");
  EXPECT_EQ(Text("d >= '2020-01-01'::date AND d < DATE '2021-01-01'"),
            "d least 2020-01-01; d most 2021-01-01 exclusive");
  EXPECT_EQ(Text("name > 'a'"), "");
}

TEST(SeedCheckTest, Lengths) {
  EXPECT_EQ(Text("length(name) > 3"), "name shortest 3 exclusive");
  EXPECT_EQ(Text("(char_length((name)::text) <= 9)"), "name longest 9");
  EXPECT_EQ(Text("name <> ''"), "name shortest 1");
  EXPECT_EQ(Text("length(code) = 2"), "code shortest 2; code longest 2");
}

TEST(SeedCheckTest, Lists) {
  EXPECT_EQ(Text("kind IN ('a', 'it''s')"), "kind one of [a][it's]");
  EXPECT_EQ(Text("n in (1, 2)"), "n one of [1][2]");
  EXPECT_EQ(Text("((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"),
            "kind one of [a][b]");
  EXPECT_EQ(Text("kind = 'a'"), "kind one of [a]");
}

TEST(SeedCheckTest, TruthAndNull) {
  EXPECT_EQ(Text("live"), "live true ");
  EXPECT_EQ(Text("(NOT \"live\") AND ((n)::bool)"), "live false ; n true ");
  EXPECT_EQ(Text("a = true AND b IS FALSE"), "a true ; b false ");
  EXPECT_EQ(Text("((gone_at IS NULL) AND (owner is not null))"), "gone_at null ; owner not null ");
}

TEST(SeedCheckTest, WhatIsNotSimpleAsksNothing) {
  for (const char* sql : {"a > b", "a > 0 OR b > 0", "f(a) > 0", "a + b > 3", "a IS NOT TRUE", "f(a)", "a ~ '^x'", "",
                          "(", "NOT a > 3"}) {
    EXPECT_EQ(Text(sql), "") << sql;
  }
  EXPECT_EQ(Text("a > b AND c > 1"), "c least 1 exclusive");
}

}  // namespace
}  // namespace ormd::cli
