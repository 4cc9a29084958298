#include "orm/migration/migration_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/sql/script.h"

namespace ormd {
namespace {

std::string Wrap(std::string_view sql) { return WrapStatement(PostgresPlatform(), sql); }

TEST(MigrationTextTest, EachOperationStandsUnderItsSummary) {
  const std::vector<Operation> operations = {
      {Safety::kSafe, "create table \"a\"", {"CREATE TABLE \"a\" (\"id\" bigint, \"n\" numeric(10,2))", "SELECT 1"}},
      {Safety::kMayLock, "add index\n\"b\"", {"CREATE INDEX \"b\" ON \"a\" (\"n\")"}},
      {Safety::kMayLoseData, "drop table \"c\"", {"DROP TABLE \"c\""}}};
  EXPECT_EQ(MigrationText(PostgresPlatform(), operations),
            R"(-- This migration may lose data: see the steps that say so.

-- create table "a"
CREATE TABLE "a" (
  "id" bigint,
  "n" numeric(10,2)
);
SELECT 1;

-- add index "b"
-- may lock: reads or writes a whole table, or fails where rows do not fit
CREATE INDEX "b" ON "a" ("n");

-- drop table "c"
-- may lose data
DROP TABLE "c";
)");
}

TEST(MigrationTextTest, WhatIsSafeSaysNothing) {
  EXPECT_EQ(MigrationText(PostgresPlatform(), {{Safety::kSafe, "a", {"SELECT 1"}}}), "-- a\nSELECT 1;\n");
  EXPECT_EQ(MigrationText(PostgresPlatform(), {}), "");
}

TEST(MigrationTextTest, ColumnsOfATableHaveALineEach) {
  EXPECT_EQ(
      Wrap("CREATE TABLE IF NOT EXISTS \"a(,\" (\"b\" text DEFAULT ('(,'), CHECK (\"b\" IN ('x', 'y'))) STRICT"),
      "CREATE TABLE IF NOT EXISTS \"a(,\" (\n  \"b\" text DEFAULT ('(,'),\n  CHECK (\"b\" IN ('x', 'y'))\n) STRICT");
  EXPECT_EQ(Wrap("CREATE TABLE a AS SELECT 1"), "CREATE TABLE a AS SELECT 1");
}

TEST(MigrationTextTest, LongStatementsBreakBetweenWordsNeverInsideTexts) {
  const std::string text = "'" + std::string(60, 'x') + " " + std::string(60, 'y') + "'";
  const std::string sql = "INSERT INTO a SELECT " + text + ", " + std::string(50, 'b') + " FROM c WHERE d";
  const std::string wrapped = Wrap(sql);
  EXPECT_NE(wrapped.find(text), std::string::npos);
  EXPECT_NE(wrapped.find("\n  "), std::string::npos);
  const std::vector<ScriptStatement> statements = SplitScript(PostgresPlatform(), wrapped);
  ASSERT_EQ(statements.size(), 1u);
}

TEST(MigrationTextTest, LinesOfItsOwnStayAsTheyAre) {
  const std::string view = "CREATE VIEW v AS SELECT 1 -- " + std::string(200, 'x') + "\n, 2";
  EXPECT_EQ(Wrap(view), view);
}

}  // namespace
}  // namespace ormd
