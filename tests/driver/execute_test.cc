// Statements, scripts, results and what the observer is told of them.
#include "tests/driver/driver_test.h"

namespace ormd {
namespace {

using testing::ElementsAre;

class ExecuteTest : public DriverTest {};

TEST_P(ExecuteTest, ResultHasRowsAndColumns) {
  Run("CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x'), (2, NULL)");
  const auto result = Try(*connection_, "SELECT a, b FROM t ORDER BY a");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ((*result)->rows(), 2u);
  EXPECT_EQ((*result)->columns(), 2u);
  EXPECT_EQ(CellText((*result)->cell(0, 1)), "x");
  EXPECT_TRUE((*result)->cell(1, 1).is_null());
  EXPECT_EQ((*result)->affected(), 0);
}

TEST_P(ExecuteTest, ResultOutlivesLaterStatementsAndTheConnection) {
  auto result = Try(*connection_, "SELECT 'kept as it was'");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(Ask("SELECT 'another'"), "another");
  connection_ = nullptr;
  EXPECT_EQ(CellText((*result)->cell(0, 0)), "kept as it was");
}

TEST_P(ExecuteTest, AffectedCountsWrittenRows) {
  Run("CREATE TABLE t (a int)");
  const auto affected = [this](const std::string& sql) { return (*Try(*connection_, sql))->affected(); };
  EXPECT_EQ(affected("INSERT INTO t VALUES (1), (2), (3)"), 3);
  EXPECT_EQ(affected("UPDATE t SET a = a + 1 WHERE a > 1"), 2);
  EXPECT_EQ(affected("UPDATE t SET a = 0 WHERE a > 99"), 0);
  EXPECT_EQ(affected("SELECT a FROM t"), 0);
  EXPECT_EQ(affected("DELETE FROM t"), 3);
}

TEST_P(ExecuteTest, ReturningAnswersTheWrittenRows) {
  Run("CREATE TABLE t (a int)");
  const auto result = Try(*connection_, "INSERT INTO t VALUES (7), (8) RETURNING a");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ((*result)->rows(), 2u);
  EXPECT_EQ((*result)->affected(), 2);
}

TEST_P(ExecuteTest, PreparedStatementsSurviveAChangeOfTheSchema) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  EXPECT_EQ(Ask("SELECT * FROM t"), "1");
  Run("ALTER TABLE t ADD COLUMN b text DEFAULT 'new'");
  const auto result = Try(*connection_, "SELECT * FROM t");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ((*result)->columns(), 2u);
}

TEST_P(ExecuteTest, MoreStatementsThanStayPrepared) {
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 600; ++i) {
      const std::string number = std::to_string(i);
      ASSERT_EQ(Ask("SELECT " + number), number);
    }
  }
}

TEST_P(ExecuteTest, ScriptRunsSeveralStatementsAndStopsAtTheFirstError) {
  EXPECT_FALSE(
      connection_->ExecuteScript("CREATE TABLE t (a int); SELECT nothing FROM nowhere; CREATE TABLE u (a int)", {})
          .ok());
  EXPECT_EQ(ReasonNameOf(Fail("SELECT a FROM u")), "SCHEMA_OUT_OF_DATE");
}

TEST_P(ExecuteTest, SqlWithANulIsRefusedBeforeAnythingRuns) {
  std::string sql = "CREATE TABLE t (a int);";
  sql.push_back('\0');
  sql += " CREATE TABLE u (a int)";
  EXPECT_EQ(ReasonNameOf(connection_->ExecuteScript(sql, {})), "BAD_VALUE");
  EXPECT_EQ(ReasonNameOf(Fail(sql)), "BAD_VALUE");
  EXPECT_EQ(ReasonNameOf(connection_->ExecuteAtomically({sql, {}}, {}).status()), "BAD_VALUE");
  EXPECT_EQ(ReasonNameOf(Fail("SELECT a FROM t")), "SCHEMA_OUT_OF_DATE");
}

TEST_P(ExecuteTest, AScriptOfMuchThatIsShortEndsWithItsContext) {
  std::string sql;
  for (int i = 0; i < 100'000; ++i) sql += "SELECT 1;\n";
  EXPECT_EQ(ReasonNameOf(connection_->ExecuteScript(sql, Within(20))), "STATEMENT_TIMEOUT");
}

TEST_P(ExecuteTest, SeveralStatementsInOneAreRefused) {
  Run("CREATE TABLE t (a int)");
  EXPECT_FALSE(Fail("DELETE FROM t; DELETE FROM t").ok());
}

TEST_P(ExecuteTest, ObserverSeesStatementsRowsAndErrors) {
  Run("CREATE TABLE t (a int)");
  RecordingObserver observer;
  connection_->set_observer(&observer);
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Fail("INSERT INTO t VALUES (1), (2)").IgnoreError();
  Ask("SELECT a FROM t WHERE a = 1");
  ASSERT_TRUE(connection_->Commit({}).ok());
  Fail("SELECT x FROM missing").IgnoreError();
  const std::vector<RanStatement> ran = observer.Take();
  ASSERT_EQ(ran.size(), 5u);
  EXPECT_EQ(ran[0].sql.substr(0, 5), "BEGIN");
  EXPECT_EQ(ran[1].rows, 2);
  EXPECT_EQ(ran[2].rows, 1);
  EXPECT_EQ(ran[2].sql, "SELECT a FROM t WHERE a = 1");
  EXPECT_EQ(ran[3].sql, "COMMIT");
  EXPECT_EQ(ReasonNameOf(ran[4].status), "SCHEMA_OUT_OF_DATE");
  connection_->set_observer(nullptr);
}

TEST_P(ExecuteTest, PingAndVersion) {
  EXPECT_TRUE(connection_->Ping({}).ok());
  EXPECT_THAT(connection_->server_version(), testing::MatchesRegex("[0-9]+\\.[0-9.]+"));
}

TEST_P(ExecuteTest, UuidAndNowMayStandInDefaults) {
  const std::string uuid = is_sqlite() ? "TEXT" : "uuid";
  Run("CREATE TABLE t (a int, id " + uuid + " DEFAULT (gen_random_uuid()), at " +
      (is_sqlite() ? "TEXT" : "timestamptz") + " DEFAULT (now()))");
  Run("INSERT INTO t (a) VALUES (1)");
  EXPECT_THAT(Ask("SELECT id FROM t"), testing::MatchesRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
  const auto result = Try(*connection_, "SELECT at FROM t");
  const auto at = DecodeCell({TypeKind::kTimestamp}, (*result)->cell(0, 0));
  ASSERT_TRUE(at.ok()) << at.status();
  EXPECT_LT(absl::AbsDuration(absl::FromUnixMicros(at->as<Timestamp>().micros) - absl::Now()), absl::Minutes(1));
}

INSTANTIATE_TEST_SUITE_P(All, ExecuteTest, testing::ValuesIn(kDatabases));

TEST(MakeDriverTest, RefusesWhatItDoesNotKnow) {
  for (const char* url : {"", "mysql://localhost/x", "sqlite:", "sqlite::memory:", "postgresql://host:port/x",
                          "postgresql://host/x?no_such_option=1"}) {
    EXPECT_EQ(ReasonNameOf(MakeDriver(url).status()), "BAD_VALUE") << url;
  }
}

TEST(MakeDriverTest, LocationAndErrorsHideThePassword) {
  const auto driver = MakeDriver("postgresql://me:secret@db.example:6000/shop");
  ASSERT_TRUE(driver.ok());
  EXPECT_EQ((*driver)->location(), "postgresql://db.example:6000/shop");
  EXPECT_EQ((*driver)->platform(), "postgresql");
  EXPECT_THAT(std::string(MakeDriver("postgresql://me:secret@[bad/shop").status().message()),
              testing::Not(testing::HasSubstr("secret")));
}

}  // namespace
}  // namespace ormd
