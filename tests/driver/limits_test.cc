// Deadlines, cancellation and results that are too large.
#include "orm/base/strings.h"
#include "tests/driver/driver_test.h"

namespace ormd {
namespace {

class LimitsTest : public DriverTest {};

TEST_P(LimitsTest, StatementEndsAtItsDeadline) {
  EXPECT_EQ(ReasonNameOf(Fail(SlowSql(), {}, Within(200))), "STATEMENT_TIMEOUT");
  EXPECT_FALSE(connection_->broken());
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST_P(LimitsTest, StatementEndsOnCancellation) {
  const SoonCancelled soon;
  EXPECT_EQ(ReasonNameOf(Fail(SlowSql(), {}, soon.context())), "STATEMENT_CANCELLED");
  EXPECT_FALSE(connection_->broken());
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST_P(LimitsTest, ScriptEndsAtItsDeadline) {
  EXPECT_EQ(ReasonNameOf(connection_->ExecuteScript(SlowSql(), Within(200))), "STATEMENT_TIMEOUT");
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST_P(LimitsTest, NothingIsSentWhenTheContextIsOver) {
  Run("CREATE TABLE t (a int)");
  Context cancelled = {absl::InfiniteFuture(), std::make_shared<Cancellation>()};
  cancelled.cancellation->Cancel();
  EXPECT_EQ(ReasonNameOf(Fail("INSERT INTO t VALUES (1)", {}, cancelled)), "STATEMENT_CANCELLED");
  EXPECT_EQ(ReasonNameOf(Fail("INSERT INTO t VALUES (1)", {}, Within(-1))), "STATEMENT_TIMEOUT");
  EXPECT_EQ(Ask("SELECT count(*) FROM t"), "0");
}

TEST_P(LimitsTest, CancellationLeavesTheNextStatementsAlone) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(ReasonNameOf(Fail(SlowSql(), {}, Within(5))), "STATEMENT_TIMEOUT");
    EXPECT_EQ(Ask("SELECT 1"), "1");
  }
}

TEST_P(LimitsTest, InterruptedTransactionCanOnlyBeRolledBack) {
  Run("CREATE TABLE t (a int)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Run("INSERT INTO t VALUES (1)");
  const std::string slow_write =
      is_sqlite() ? "INSERT INTO t " + SlowSql() : "INSERT INTO t SELECT 1 FROM pg_sleep(300)";
  EXPECT_EQ(ReasonNameOf(Fail(slow_write, {}, Within(200))), "STATEMENT_TIMEOUT");
  EXPECT_EQ(ReasonNameOf(Fail("SELECT a FROM t")), "TRANSACTION_ABORTED");
  EXPECT_TRUE(connection_->Rollback({}).ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM t"), "0");
}

TEST_P(LimitsTest, ACommitOfAFailedTransactionIsNoSuccess) {
  Run("CREATE TABLE t (a int)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  const std::string slow_write =
      is_sqlite() ? "INSERT INTO t " + SlowSql() : "INSERT INTO t SELECT 1 FROM pg_sleep(300)";
  Fail(slow_write, {}, Within(100)).IgnoreError();
  EXPECT_EQ(ReasonNameOf(connection_->Commit({})), "TRANSACTION_ABORTED");
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_P(LimitsTest, WaitForALockEndsAtTheDeadline) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Run("UPDATE t SET a = 2");
  const auto other = Connect();
  EXPECT_EQ(ReasonNameOf(Try(*other, "UPDATE t SET a = 3", {}, Within(200)).status()), "STATEMENT_TIMEOUT");
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_TRUE(Try(*other, "UPDATE t SET a = 3").ok());
}

TEST_P(LimitsTest, WaitForALockEndsOnCancellation) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Run("UPDATE t SET a = 2");
  const auto other = Connect();
  const SoonCancelled soon;
  EXPECT_EQ(ReasonNameOf(Try(*other, "UPDATE t SET a = 3", {}, soon.context()).status()), "STATEMENT_CANCELLED");
}

TEST_P(LimitsTest, AResultThatIsTooLargeIsNotReadToItsEnd) {
  const Statement endless = {.sql = EndlessSql(), .params = {}, .max_bytes = 1 << 20};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(ReasonNameOf(connection_->Execute(endless, {}).status()), "LIMIT_EXCEEDED");
    EXPECT_FALSE(connection_->broken());
    EXPECT_EQ(Ask("SELECT 1"), "1");
  }
}

TEST_P(LimitsTest, AResultUpToItsLimitIsRead) {
  const Statement select = {.sql = StrCat(EndlessSql(), " LIMIT 900"), .params = {}, .max_bytes = 1 << 20};
  const auto result = connection_->Execute(select, {});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ((*result)->rows(), 900u);
}

INSTANTIATE_TEST_SUITE_P(All, LimitsTest, testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
