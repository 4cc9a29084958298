#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/schema/sqlite/rename_steps.h"
#include "orm/schema/sqlite/sql_tokens.h"
#include "orm/value/round_decimal.h"

namespace ormd {
namespace {

TEST(SqliteTokensTest, TextsThatReadAlikeHaveOneKey) {
  EXPECT_EQ(SqlKey("Price>0"), SqlKey("(( \"price\"\n > /* none */ 0 )) -- free\n;"));
  EXPECT_EQ(SqlKey("a <> TRUE"), SqlKey("[A] != 1"));
  EXPECT_EQ(SqlKey("x'ab' == y"), SqlKey("X'AB' = `Y`"));
  EXPECT_NE(SqlKey("a = 'X'"), SqlKey("a = 'x'"));
  EXPECT_NE(SqlKey("(a) + (b)"), SqlKey("a) + (b"));
  EXPECT_NE(SqlKey("\"a b\""), SqlKey("a b"));
}

TEST(SqliteTokensTest, OneLineKeepsTextsAndDropsComments) {
  EXPECT_EQ(OneLine(" SELECT a, -- the first\n  '--' || b /* c */ FROM t ;\n"), "SELECT a, '--' || b FROM t");
  EXPECT_EQ(OneLine("  a  >  0 ; "), "a  >  0");
  EXPECT_EQ(OneLine("1 -- 2"), "1");
  EXPECT_EQ(OneLine("-- nothing"), "");
}

TEST(SqliteTokensTest, NamesAreRenamedAndTextsAreNot) {
  EXPECT_EQ(RenameIn("price > 0 AND [Price] <> 'price'", {{"price", "the cost"}}),
            "\"the cost\" > 0 AND \"the cost\" <> 'price'");
  EXPECT_EQ(WithoutTable("book.a > 0 AND \"Book\" . b = 'book.c' AND other.d", "book"),
            "a > 0 AND  b = 'book.c' AND other.d");
  EXPECT_TRUE(Mentions("SELECT * FROM \"Book\"", {"book"}));
  EXPECT_FALSE(Mentions("SELECT 'book' FROM books", {"book"}));
}

TEST(SqliteTokensTest, RingsOfRenamesGoByAnotherName) {
  NameSet taken = {"a", "b", "c"};
  for (const RenameStep& step : OrderRenames({{"a", "b"}, {"b", "a"}, {"c", "C"}}, taken)) {
    EXPECT_TRUE(taken.erase(LowerName(step.from))) << step.from;
    EXPECT_TRUE(taken.insert(LowerName(step.to)).second) << step.to;
  }
  EXPECT_EQ(taken, (NameSet{"a", "b", "c"}));
}

TEST(SqliteTokensTest, DecimalsAreRoundedAwayFromZero) {
  EXPECT_EQ(RoundDecimal("1.005", 2), "1.01");
  EXPECT_EQ(RoundDecimal("-1.995", 2), "-2.00");
  EXPECT_EQ(RoundDecimal("9.99", 0), "10");
  EXPECT_EQ(RoundDecimal("0.4", 0), "0");
  EXPECT_EQ(RoundDecimal("-0.004", 2), "0.00");
  EXPECT_EQ(RoundDecimal("12345678901234567890.5", 3), "12345678901234567890.500");
  EXPECT_EQ(RoundDecimal("1e3", std::nullopt), "1000");
  EXPECT_EQ(RoundDecimal("many", 2), std::nullopt);
}

TEST(SqliteTokensTest, RenamesColumnsOnly) {
  EXPECT_EQ(RenameIn("date(date) = CASE WHEN \"case\" THEN 1 END", {{"date", "day"}, {"case", "box"}}),
            "date(\"day\") = CASE WHEN \"box\" THEN 1 END");
}

}  // namespace
}  // namespace ormd
