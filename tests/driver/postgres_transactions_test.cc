// Transactions on PostgreSQL: what leaves together with what, and how a commit may end.
#include <string>
#include <vector>

#include "tests/driver/postgres_test.h"

namespace ormd {
namespace {

class PostgresTransactionsTest : public PostgresTest {};

TEST_P(PostgresTransactionsTest, BeginLeavesWithTheFirstStatement) {
  const std::string pid = Ask("SELECT pg_backend_pid()");
  const auto other = Connect();
  const auto state = [&] { return Ask(*other, "SELECT state FROM pg_stat_activity WHERE pid = " + pid); };
  ASSERT_TRUE(connection_->Begin({Isolation::kSerializable, true}, {}).ok());
  EXPECT_EQ(state(), "idle");
  EXPECT_EQ(Ask("SHOW transaction_isolation"), "serializable");
  EXPECT_EQ(Ask("SHOW transaction_read_only"), "on");
  EXPECT_EQ(state(), "idle in transaction");
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(state(), "idle");
}

TEST_P(PostgresTransactionsTest, TransactionWithoutAStatementIsNoneOfTheServers) {
  Run("CREATE TABLE t (a int)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  ASSERT_TRUE(connection_->Commit({}).ok());
  ASSERT_TRUE(connection_->Begin({Isolation::kSerializable, true}, {}).ok());
  ASSERT_TRUE(connection_->Rollback({}).ok());
  Run("INSERT INTO t VALUES (1)");
  EXPECT_EQ(Ask("SELECT count(*) FROM t"), "1");
  EXPECT_FALSE(connection_->broken());
}

TEST_P(PostgresTransactionsTest, SavepointsLeaveWithTheNextStatement) {
  Run("CREATE TABLE t (a int UNIQUE)");
  const std::string pid = Ask("SELECT pg_backend_pid()");
  const auto other = Connect();
  const auto last = [&] { return Ask(*other, "SELECT query FROM pg_stat_activity WHERE pid = " + pid); };
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Run("INSERT INTO t VALUES (1)");
  ASSERT_TRUE(connection_->Savepoint(1, {}).ok());
  EXPECT_EQ(last(), "INSERT INTO t VALUES (1)");
  EXPECT_EQ(ReasonNameOf(Fail("INSERT INTO t VALUES (1)")), "UNIQUE_VIOLATION");
  ASSERT_TRUE(connection_->RollbackToSavepoint(1, {}).ok());
  ASSERT_TRUE(connection_->ReleaseSavepoint(1, {}).ok());
  EXPECT_EQ(last(), "ROLLBACK TO SAVEPOINT s1");
  EXPECT_EQ(Ask("INSERT INTO t VALUES (2) RETURNING a"), "2");
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM t"), "2");
}

TEST_P(PostgresTransactionsTest, SavepointsWithoutStatementsAreNoneOfTheServers) {
  Run("CREATE TABLE t (a int)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  ASSERT_TRUE(connection_->Savepoint(1, {}).ok());
  ASSERT_TRUE(connection_->RollbackToSavepoint(1, {}).ok());
  Run("INSERT INTO t VALUES (1)");
  ASSERT_TRUE(connection_->Savepoint(2, {}).ok());
  ASSERT_TRUE(connection_->Savepoint(3, {}).ok());
  ASSERT_TRUE(connection_->RollbackToSavepoint(2, {}).ok());
  ASSERT_TRUE(connection_->ReleaseSavepoint(2, {}).ok());
  Run("INSERT INTO t VALUES (2)");
  ASSERT_TRUE(connection_->RollbackToSavepoint(1, {}).ok());
  Run("INSERT INTO t VALUES (3)");
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(Ask("SELECT string_agg(a::text, ',') FROM t"), "3");
}

TEST_P(PostgresTransactionsTest, AnAbortedTransactionTakesNoSavepoint) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  EXPECT_FALSE(Fail("SELECT 1/0").ok());
  EXPECT_EQ(ReasonNameOf(connection_->Savepoint(1, {})), "TRANSACTION_ABORTED");
  ASSERT_TRUE(connection_->Rollback({}).ok());
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST_P(PostgresTransactionsTest, FirstStatementThatFailsAbortsTheTransaction) {
  Run("CREATE TABLE t (a int UNIQUE); INSERT INTO t VALUES (1)");
  const std::pair<const char*, const char*> failing[] = {{"INSERT INTO t VALUES (1)", "UNIQUE_VIOLATION"},
                                                         {"SELECT * FROM missing", "SCHEMA_OUT_OF_DATE"}};
  for (const auto& [sql, reason] : failing) {
    ASSERT_TRUE(connection_->Begin({}, {}).ok());
    EXPECT_EQ(ReasonNameOf(Fail(sql)), reason);
    EXPECT_NE(connection_->last_words(), "");
    EXPECT_EQ(ReasonNameOf(Fail("SELECT 1")), "TRANSACTION_ABORTED");
    ASSERT_TRUE(connection_->Rollback({}).ok());
  }
  EXPECT_EQ(Ask("SELECT count(*) FROM t"), "1");
}

TEST_P(PostgresTransactionsTest, SessionLostWithTheFirstStatementIsNoResult) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  EXPECT_EQ(ReasonNameOf(Fail("SELECT pg_terminate_backend(pg_backend_pid()), repeat('x', 100000)")),
            "DATABASE_UNAVAILABLE");
  EXPECT_TRUE(connection_->broken());
}

TEST_P(PostgresTransactionsTest, SessionLostAmongSeveralStatementsIsToldOfOneOfThem) {
  const Statement ask{"SELECT 1", {}};
  const Statement end{"SELECT pg_terminate_backend(pg_backend_pid())", {}};
  for (const std::vector<const Statement*>& statements :
       {std::vector{&ask, &end, &ask}, std::vector{&ask, &ask, &end}}) {
    connection_ = Connect();
    ASSERT_TRUE(connection_->Begin({}, {}).ok());
    RecordingObserver observer;
    connection_->set_observer(&observer);
    const Executed executed = connection_->ExecuteAll(statements, {});
    connection_->set_observer(nullptr);
    EXPECT_EQ(ReasonNameOf(executed.status), "DATABASE_UNAVAILABLE");
    EXPECT_LT(executed.failed, 3u);
    EXPECT_LE(executed.results.size(), 3u);
    EXPECT_TRUE(connection_->broken());
  }
}

TEST_P(PostgresTransactionsTest, CommitThatWentAlongMayFailByItself) {
  Run("CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1)");
  const Statement insert{"INSERT INTO t VALUES (1)", {}};
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  const Executed executed = connection_->ExecuteAllAndCommit(std::vector{&insert}, {});
  EXPECT_TRUE(executed.status.ok()) << executed.status;
  EXPECT_EQ(executed.results.size(), 1u);
  ASSERT_TRUE(executed.committed.has_value());
  EXPECT_EQ(ReasonNameOf(*executed.committed), "UNIQUE_VIOLATION");
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_FALSE(connection_->broken());
  EXPECT_EQ(Ask("SELECT count(*) FROM t"), "1");
}

TEST_P(PostgresTransactionsTest, SessionLostDuringACommitThatWentAlongLeavesItOpen) {
  Run("CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS"
      "  $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
      "CREATE TABLE t (a int);"
      "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED"
      "  FOR EACH ROW EXECUTE FUNCTION end_session()");
  const Statement insert{"INSERT INTO t VALUES (1)", {}};
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  const Executed executed = connection_->ExecuteAllAndCommit(std::vector{&insert}, {});
  EXPECT_TRUE(executed.status.ok()) << executed.status;
  ASSERT_TRUE(executed.committed.has_value());
  EXPECT_EQ(ReasonNameOf(*executed.committed), "COMMIT_UNKNOWN");
  EXPECT_TRUE(connection_->broken());
}

TEST_P(PostgresTransactionsTest, WhatTheServerSaysOfAStatementIsNoUnknownCommit) {
  Run("CREATE FUNCTION fill_disk() RETURNS int LANGUAGE plpgsql AS"
      "  $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53100'; END $$");
  const Statement ask{"SELECT fill_disk()", {}};
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  const Executed executed = connection_->ExecuteAllAndCommit(std::vector{&ask}, {});
  EXPECT_EQ(ReasonNameOf(executed.status), "DATABASE_UNAVAILABLE");
  EXPECT_FALSE(executed.committed.has_value());
  EXPECT_FALSE(connection_->broken());
  EXPECT_TRUE(connection_->Rollback({}).ok());
}

TEST_P(PostgresTransactionsTest, SessionLostBeforeAnythingIsSentIsNoUnknownCommit) {
  const Statement ask{"SELECT 1", {}};
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  ASSERT_TRUE(connection_->Execute(ask, {}).ok());
  Terminate(*connection_);
  const Executed executed = connection_->ExecuteAllAndCommit(std::vector{&ask}, {});
  EXPECT_EQ(ReasonNameOf(executed.status), "DATABASE_UNAVAILABLE");
  EXPECT_FALSE(executed.committed.has_value());
}

TEST_P(PostgresTransactionsTest, StalePlanAmongSeveralStatementsIsToBeTriedAgain) {
  Run("CREATE TABLE t (a int)");
  const Statement insert{"INSERT INTO t VALUES (1)", {}};
  const Statement read{"SELECT * FROM t", {}};
  const std::vector<const Statement*> statements = {&insert, &read};
  ASSERT_TRUE(connection_->Execute(read, {}).ok());
  Run(*Connect(), "ALTER TABLE t ADD b int");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  const Executed stale = connection_->ExecuteAll(statements, {});
  EXPECT_EQ(stale.failed, 1u);
  EXPECT_EQ(ReasonNameOf(stale.status), "SERIALIZATION_FAILURE");
  ASSERT_TRUE(connection_->Rollback({}).ok());
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  const Executed again = connection_->ExecuteAll(statements, {});
  ASSERT_TRUE(again.status.ok()) << again.status;
  EXPECT_EQ(again.results[1]->columns(), 2u);
  ASSERT_TRUE(connection_->Commit({}).ok());
}

TEST_P(PostgresTransactionsTest, CommitThatFailsLeavesNoBeginBehind) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  EXPECT_EQ(ReasonNameOf(connection_->Commit(Within(-1))), "STATEMENT_TIMEOUT");
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  EXPECT_EQ(Ask(*Connect(), "SELECT count(*) FROM t"), "1");
}

TEST_P(PostgresTransactionsTest, FirstStatementThatIsCancelledLeavesTheConnectionUsable) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  EXPECT_EQ(ReasonNameOf(Fail(SlowSql(), {}, Within(100))), "STATEMENT_TIMEOUT");
  ASSERT_TRUE(connection_->Rollback({}).ok());
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST_P(PostgresTransactionsTest, SessionLostBeforeCommitIsNoUnknownCommit) {
  Run("CREATE TABLE t (a int)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Run("INSERT INTO t VALUES (1)");
  Terminate(*connection_);
  EXPECT_EQ(ReasonNameOf(connection_->Commit({})), "DATABASE_UNAVAILABLE");
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_P(PostgresTransactionsTest, SessionLostDuringCommitIsUnknown) {
  Run("CREATE TABLE t (a int);"
      "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
      "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END';"
      "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED "
      "FOR EACH ROW EXECUTE FUNCTION die()");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Run("INSERT INTO t VALUES (1)");
  const absl::Status status = connection_->Commit({});
  EXPECT_EQ(ReasonNameOf(status), "COMMIT_UNKNOWN");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnknown);
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_TRUE(connection_->broken());
}

INSTANTIATE_TEST_SUITE_P(Only, PostgresTransactionsTest, testing::Values("postgresql"));

}  // namespace
}  // namespace ormd
