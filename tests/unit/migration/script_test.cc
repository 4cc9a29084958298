#include "orm/sql/script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ormd {

void PrintTo(const ScriptStatement& statement, std::ostream* out) { *out << statement.line << ": " << statement.sql; }

namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<ScriptStatement> OnPostgres(std::string_view script) { return SplitScript(PostgresPlatform(), script); }
std::vector<ScriptStatement> OnSqlite(std::string_view script) { return SplitScript(SqlitePlatform(), script); }

testing::Matcher<ScriptStatement> Is(size_t line, std::string sql) {
  return AllOf(Field(&ScriptStatement::line, line), Field(&ScriptStatement::sql, sql));
}

TEST(ScriptTest, SemicolonsEndStatementsAndTheLastNeedsNone) {
  EXPECT_THAT(OnPostgres("SELECT 1;\nSELECT\n 2 ;;\n\n  SELECT 3"),
              ElementsAre(Is(1, "SELECT 1"), Is(2, "SELECT\n 2"), Is(5, "SELECT 3")));
}

TEST(ScriptTest, BlanksAndCommentsAreNoStatement) {
  EXPECT_THAT(OnPostgres(""), IsEmpty());
  EXPECT_THAT(OnSqlite(" \n-- a; b\n/* c; */ ;\n;"), IsEmpty());
  EXPECT_THAT(OnPostgres("-- one; two\n/* three; */\nSELECT 1 -- four;\n;\n-- five"), ElementsAre(Is(3, "SELECT 1")));
}

TEST(ScriptTest, CommentsInsideAStatementStay) {
  EXPECT_THAT(OnSqlite("CREATE TABLE t (a TEXT /* uuid; */)"),
              ElementsAre(Is(1, "CREATE TABLE t (a TEXT /* uuid; */)")));
}

TEST(ScriptTest, CommentsNestOnPostgresOnly) {
  EXPECT_THAT(OnPostgres("/* a /* b */ ; */ SELECT 1"), ElementsAre(Is(1, "SELECT 1")));
  EXPECT_THAT(OnSqlite("/* a /* b */ SELECT 1; SELECT 2"), SizeIs(2));
}

TEST(ScriptTest, SemicolonsInTextsAndNamesDoNotCount) {
  EXPECT_THAT(OnPostgres("SELECT 'a;''b;', \"c;\"\"d\"; SELECT 2"), SizeIs(2));
  EXPECT_THAT(OnSqlite("SELECT 'a;''', `b;`, [c;], \"d;\"; SELECT 2"), SizeIs(2));
}

TEST(ScriptTest, BackslashesEscapeInTextsOfPostgresThatSaySo) {
  EXPECT_THAT(OnPostgres(R"(SELECT E'a\';b'; SELECT 2)"), SizeIs(2));
  EXPECT_THAT(OnPostgres(R"(SELECT 'a\'; SELECT 2)"), SizeIs(2));
  EXPECT_THAT(OnSqlite(R"(SELECT 'a\'; SELECT 2)"), SizeIs(2));
}

TEST(ScriptTest, DollarQuotesHoldAnything) {
  EXPECT_THAT(OnPostgres("DO $$ BEGIN; END $$; SELECT 2"), SizeIs(2));
  EXPECT_THAT(OnPostgres("DO $a$ x; $$ y; $b$ z; $a$; SELECT 2"), SizeIs(2));
  EXPECT_THAT(OnPostgres("SELECT $1; SELECT a$b$c; SELECT d$b$"), SizeIs(3));
}

TEST(ScriptTest, BodiesOfPostgresFunctionsAndRulesAreOneStatement) {
  EXPECT_THAT(OnPostgres("CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN "
                         "1 END; END; SELECT 2"),
              SizeIs(2));
  EXPECT_THAT(OnPostgres("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3"), SizeIs(2));
}

TEST(ScriptTest, ParametersAndColumnsOfRoutinesMayBeNamedLikeBlocks) {
  EXPECT_THAT(
      OnPostgres("CREATE FUNCTION f(begin int) RETURNS TABLE (\"case\" int, begin int) LANGUAGE sql AS 'SELECT 1, "
                 "2'; SELECT 2"),
      SizeIs(2));
}

TEST(ScriptTest, TriggersOfSqliteAreOneStatement) {
  EXPECT_THAT(OnSqlite("CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN\n  UPDATE t SET n = CASE n WHEN 1 THEN 2 END;\n  "
                       "SELECT 1;\nEND;\nSELECT 2"),
              ElementsAre(testing::_, Is(5, "SELECT 2")));
}

TEST(ScriptTest, WhatIsNotClosedGoesOnToTheEnd) {
  EXPECT_THAT(OnPostgres("SELECT 'a; b"), SizeIs(1));
  EXPECT_THAT(OnPostgres("SELECT $x$ a; b"), SizeIs(1));
  EXPECT_THAT(OnSqlite("SELECT 1 /* a; b"), SizeIs(1));
}

TEST(ScriptTest, NamesWhatBeginsOrEndsATransaction) {
  const auto command = [](std::string_view sql) { return TransactionCommand(PostgresPlatform(), sql); };
  EXPECT_EQ(command("begin"), "BEGIN");
  EXPECT_EQ(command("/* now */ Commit AND CHAIN"), "COMMIT");
  EXPECT_EQ(command("END"), "END");
  EXPECT_EQ(command("ABORT"), "ABORT");
  EXPECT_EQ(command("ROLLBACK"), "ROLLBACK");
  EXPECT_EQ(command("START TRANSACTION READ ONLY"), "START TRANSACTION");
  EXPECT_EQ(command("PREPARE TRANSACTION 'a'"), "PREPARE TRANSACTION");
  EXPECT_EQ(command("ROLLBACK TO SAVEPOINT a"), "");
  EXPECT_EQ(command("ROLLBACK TRANSACTION TO a"), "");
  EXPECT_EQ(command("SAVEPOINT a"), "");
  EXPECT_EQ(command("PREPARE a AS SELECT 1"), "");
  EXPECT_EQ(command("SELECT 'COMMIT'"), "");
}

}  // namespace
}  // namespace ormd
