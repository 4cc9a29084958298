#include "orm/generate/sql_literal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/generate/stable_sql.h"

namespace ormd {
namespace {

using testing::ElementsAre;

TEST(SqlLiteralTest, ReadsConstants) {
  EXPECT_EQ(ReadSqlLiteral("'it''s'::text")->text, "it's");
  EXPECT_EQ(ReadSqlLiteral("'a'::character varying(20)")->cast, "character varying");
  EXPECT_EQ(ReadSqlLiteral("'a'::\"shop\".\"Status\"")->cast, "\"shop\".\"Status\"");
  EXPECT_EQ(ReadSqlLiteral("(-5)")->text, "-5");
  EXPECT_EQ(ReadSqlLiteral("'-5'::integer")->text, "-5");
  EXPECT_FALSE(ReadSqlLiteral("1.50")->quoted);
  EXPECT_EQ(ReadSqlLiteral("TRUE")->text, "TRUE");
}

TEST(SqlLiteralTest, RefusesWhatIsNoConstant) {
  for (const char* sql :
       {"now()", "a", "1 + 1", "'a' || 'b'", "", "CURRENT_TIMESTAMP", "nextval('s'::regclass)", "'a"}) {
    EXPECT_FALSE(ReadSqlLiteral(sql)) << sql;
  }
}

class LabelCheckTest : public testing::TestWithParam<const char*> {};

TEST_P(LabelCheckTest, IsRead) {
  const auto check = ReadLabelCheck(GetParam());
  ASSERT_TRUE(check) << GetParam();
  EXPECT_EQ(check->column, "status");
  EXPECT_THAT(check->labels, ElementsAre("a", "b c"));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, LabelCheckTest,
    testing::Values(
        "status IN ('a', 'b c')", "\"status\" in('a','b c')", "(status = ANY (ARRAY['a'::text, 'b c'::text]))",
        "((status)::text = ANY ((ARRAY['a'::character varying, 'b c'::character varying])::text[]))",
        "((status)::text = ANY (ARRAY[('a'::character varying)::text, ('b c'::character varying)::text]))"));

TEST(LabelCheckTest, OneLabelIsAnEquation) {
  const auto check = ReadLabelCheck("(status = 'a'::text)");
  ASSERT_TRUE(check);
  EXPECT_THAT(check->labels, ElementsAre("a"));
}

TEST(LabelCheckTest, OtherConditionsAreNone) {
  for (const char* sql :
       {"price > 0", "status IN (1, 2)", "status IN ('a') OR x", "lower(status) IN ('a')", "status <> 'a'",
        "status IN ()", "NOT status IN ('a')", "(status = ANY (ARRAY['a'::text])) AND x"}) {
    EXPECT_FALSE(ReadLabelCheck(sql)) << sql;
  }
}

TEST(StableSqlTest, ListsOverVarcharGetTheirInBack) {
  EXPECT_EQ(StableSql("ak::text = ANY (ARRAY['a'::character varying, 'b''c'::character varying]::text[])"),
            "ak IN ('a', 'b''c')");
  EXPECT_EQ(StableSql("a > 1 AND (ak::text <> ALL (ARRAY['a'::character varying]::text[]))"),
            "a > 1 AND (ak NOT IN ('a'))");
}

TEST(StableSqlTest, EverythingElseStays) {
  for (const char* sql : {"a > 0", "t = ANY (ARRAY['a'::text])", "t = '::text = ANY (ARRAY[''a'''", "'", "",
                          "ak::text = ANY (ARRAY['a'::character varying::text, 'b'::character varying::text])"}) {
    EXPECT_EQ(StableSql(sql), sql);
  }
}

}  // namespace
}  // namespace ormd
