// Transactions and savepoints.
#include "tests/driver/driver_test.h"

namespace ormd {
namespace {

class TransactionsTest : public DriverTest {
 protected:
  TransactionsTest() { Run("CREATE TABLE t (a bigint CONSTRAINT t_a_unique UNIQUE)"); }

  void Insert(int a) { Run("INSERT INTO t VALUES (" + std::to_string(a) + ")"); }
  // As another connection sees it.
  std::string CountElsewhere() { return Ask(*Connect(Access::kRead), "SELECT count(*) FROM t"); }
};

TEST_P(TransactionsTest, CommitMakesVisible) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  EXPECT_TRUE(connection_->in_transaction());
  Insert(1);
  EXPECT_EQ(CountElsewhere(), "0");
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(CountElsewhere(), "1");
}

TEST_P(TransactionsTest, RollbackUndoes) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Insert(1);
  ASSERT_TRUE(connection_->Rollback({}).ok());
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(CountElsewhere(), "0");
}

TEST_P(TransactionsTest, LostConnectionRollsBack) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Insert(1);
  connection_ = nullptr;
  EXPECT_EQ(CountElsewhere(), "0");
}

TEST_P(TransactionsTest, SavepointsNest) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Insert(1);
  ASSERT_TRUE(connection_->Savepoint(1, {}).ok());
  Insert(2);
  ASSERT_TRUE(connection_->Savepoint(2, {}).ok());
  Insert(3);
  ASSERT_TRUE(connection_->RollbackToSavepoint(2, {}).ok());
  ASSERT_TRUE(connection_->ReleaseSavepoint(1, {}).ok());
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(CountElsewhere(), "2");
}

TEST_P(TransactionsTest, SavepointSavesATransactionFromAnError) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Insert(1);
  ASSERT_TRUE(connection_->Savepoint(1, {}).ok());
  EXPECT_EQ(ReasonNameOf(Fail("INSERT INTO t VALUES (1)")), "UNIQUE_VIOLATION");
  ASSERT_TRUE(connection_->RollbackToSavepoint(1, {}).ok());
  Insert(2);
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(CountElsewhere(), "2");
}

// Statements for ExecuteAll.
class Batch {
 public:
  explicit Batch(const std::vector<std::string>& texts) {
    for (const std::string& sql : texts) statements_.push_back({sql, {}});
    for (const Statement& statement : statements_) pointers_.push_back(&statement);
  }
  Executed Run(Connection& connection, const Context& context = {}) {
    return connection.ExecuteAll(pointers_, context);
  }
  Executed RunAndCommit(Connection& connection) { return connection.ExecuteAllAndCommit(pointers_, {}); }

 private:
  std::vector<Statement> statements_;
  std::vector<const Statement*> pointers_;
};

TEST_P(TransactionsTest, SeveralStatementsAnswerInTheirOrder) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  const Executed executed =
      Batch({"INSERT INTO t VALUES (1), (2)", "UPDATE t SET a = a + 10", "SELECT a FROM t ORDER BY a"})
          .Run(*connection_);
  ASSERT_TRUE(executed.status.ok()) << executed.status;
  ASSERT_EQ(executed.results.size(), 3u);
  EXPECT_EQ(executed.results[0]->affected(), 2);
  EXPECT_EQ(executed.results[1]->affected(), 2);
  EXPECT_EQ(CellText(executed.results[2]->cell(1, 0)), "12");
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(CountElsewhere(), "2");
}

TEST_P(TransactionsTest, OfSeveralStatementsNoneRunsBehindOneThatFails) {
  Insert(1);
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  ASSERT_TRUE(connection_->Savepoint(1, {}).ok());
  RecordingObserver observer;
  connection_->set_observer(&observer);
  const Executed executed =
      Batch({"INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (1)", "DELETE FROM t"}).Run(*connection_);
  connection_->set_observer(nullptr);
  EXPECT_EQ(executed.results.size(), 1u);
  EXPECT_EQ(executed.failed, 1u);
  EXPECT_EQ(ReasonNameOf(executed.status), "UNIQUE_VIOLATION");
  EXPECT_THAT(observer.TakeSql(), testing::ElementsAre("INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (1)"));
  ASSERT_TRUE(connection_->RollbackToSavepoint(1, {}).ok());
  Insert(3);
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(CountElsewhere(), "2");
}

TEST_P(TransactionsTest, OfSeveralStatementsTheUnreadableOneIsNamed) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  const Executed executed = Batch({"INSERT INTO t VALUES (2)", "INSERT INTO missing VALUES (1)"}).Run(*connection_);
  EXPECT_EQ(executed.failed, 1u);
  EXPECT_FALSE(executed.status.ok());
  const Executed with_nul = Batch({"SELECT 1", std::string("SELECT 1\0", 9)}).Run(*connection_);
  EXPECT_EQ(with_nul.failed, 1u);
  EXPECT_EQ(ReasonNameOf(with_nul.status), "BAD_VALUE");
  ASSERT_TRUE(connection_->Rollback({}).ok());
  EXPECT_EQ(CountElsewhere(), "0");
}

TEST_P(TransactionsTest, SeveralStatementsAreCancelledInTheMiddle) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  const SoonCancelled soon;
  const Executed executed = Batch({"SELECT 1", SlowSql(), "SELECT 2"}).Run(*connection_, soon.context());
  EXPECT_EQ(executed.results.size(), 1u);
  EXPECT_EQ(executed.failed, 1u);
  EXPECT_EQ(ReasonNameOf(executed.status), "STATEMENT_CANCELLED");
  ASSERT_TRUE(connection_->Rollback({}).ok());
  EXPECT_EQ(Ask("SELECT 3"), "3");
}

TEST_P(TransactionsTest, StatementsTakeTheCommitAlongWhereTheDatabaseAllows) {
  for (const std::vector<std::string>& texts :
       {std::vector<std::string>{"INSERT INTO t VALUES (1)"}, {"INSERT INTO t VALUES (2)", "SELECT a FROM t"}}) {
    ASSERT_TRUE(connection_->Begin({}, {}).ok());
    RecordingObserver observer;
    connection_->set_observer(&observer);
    const Executed executed = Batch(texts).RunAndCommit(*connection_);
    connection_->set_observer(nullptr);
    ASSERT_TRUE(executed.status.ok()) << executed.status;
    EXPECT_EQ(executed.results.size(), texts.size());
    EXPECT_EQ(executed.committed.has_value(), !is_sqlite());
    EXPECT_EQ(connection_->in_transaction(), is_sqlite());
    std::vector<std::string> expected = texts;
    if (is_sqlite()) {
      ASSERT_TRUE(connection_->Commit({}).ok());
    } else {
      EXPECT_TRUE(executed.committed->ok());
      expected.push_back("COMMIT");
    }
    EXPECT_EQ(observer.TakeSql(), expected);
  }
  EXPECT_EQ(CountElsewhere(), "2");
  EXPECT_FALSE(connection_->broken());
}

TEST_P(TransactionsTest, BehindAStatementThatFailsNothingIsCommitted) {
  Insert(1);
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  ASSERT_TRUE(connection_->Savepoint(1, {}).ok());
  const Executed executed = Batch({"INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (1)"}).RunAndCommit(*connection_);
  EXPECT_EQ(executed.failed, 1u);
  EXPECT_EQ(ReasonNameOf(executed.status), "UNIQUE_VIOLATION");
  EXPECT_FALSE(executed.committed.has_value());
  EXPECT_TRUE(connection_->in_transaction());
  ASSERT_TRUE(connection_->RollbackToSavepoint(1, {}).ok());
  Insert(3);
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(CountElsewhere(), "2");
}

TEST_P(TransactionsTest, SeveralStatementsNeedATransaction) {
  const Executed executed = Batch({"SELECT 1", "SELECT 2"}).Run(*connection_);
  EXPECT_EQ(ReasonNameOf(executed.status), "NO_TRANSACTION");
  EXPECT_TRUE(executed.results.empty());
}

TEST_P(TransactionsTest, ReadOnlyRefusesWrites) {
  ASSERT_TRUE(connection_->Begin({Isolation::kDefault, true}, {}).ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM t"), "0");
  EXPECT_EQ(ReasonNameOf(Fail("INSERT INTO t VALUES (1)")), "READ_ONLY");
  ASSERT_TRUE(connection_->Rollback({}).ok());
  Insert(1);
}

TEST_P(TransactionsTest, OutOfPlaceControlIsRefused) {
  EXPECT_EQ(ReasonNameOf(connection_->Commit({})), "NO_TRANSACTION");
  EXPECT_EQ(ReasonNameOf(connection_->Rollback({})), "NO_TRANSACTION");
  EXPECT_EQ(ReasonNameOf(connection_->Savepoint(1, {})), "NO_TRANSACTION");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  EXPECT_EQ(ReasonNameOf(connection_->Begin({}, {})), "INTERNAL");
  EXPECT_TRUE(connection_->in_transaction());
}

TEST_P(TransactionsTest, EveryIsolationLevelBegins) {
  for (const Isolation isolation : {Isolation::kDefault, Isolation::kReadUncommitted, Isolation::kReadCommitted,
                                    Isolation::kRepeatableRead, Isolation::kSerializable}) {
    ASSERT_TRUE(connection_->Begin({isolation, false}, {}).ok());
    EXPECT_EQ(Ask("SELECT 1"), "1");
    ASSERT_TRUE(connection_->Commit({}).ok());
  }
}

TEST_P(TransactionsTest, DeferredForeignKeyFailsTheCommitAsAWhole) {
  Run("CREATE TABLE c (p bigint REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Insert(1);
  Run("INSERT INTO c VALUES (99)");
  EXPECT_EQ(ReasonNameOf(connection_->Commit({})), "FOREIGN_KEY_VIOLATION");
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_FALSE(connection_->broken());
  EXPECT_EQ(CountElsewhere(), "0");
}

TEST_P(TransactionsTest, CommitAfterTheContextHasEndedRollsBack) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Insert(1);
  EXPECT_EQ(ReasonNameOf(connection_->Commit(Within(-1))), "STATEMENT_TIMEOUT");
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(CountElsewhere(), "0");
}

TEST_P(TransactionsTest, RollbackWorksAfterTheContextHasEnded) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Insert(1);
  EXPECT_TRUE(connection_->Rollback(Within(-1)).ok());
  Insert(2);
  EXPECT_EQ(CountElsewhere(), "1");
}

TEST_P(TransactionsTest, NothingRunsOutsideATransactionThatAScriptHasEnded) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Run("ROLLBACK");
  EXPECT_EQ(ReasonNameOf(Fail("INSERT INTO t VALUES (1)")), "TRANSACTION_ABORTED");
  EXPECT_EQ(ReasonNameOf(connection_->Commit({})), "TRANSACTION_ABORTED");
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(CountElsewhere(), "0");
}

TEST_P(TransactionsTest, ATransactionThatAScriptLeavesOpenBreaksTheConnection) {
  Run("BEGIN; INSERT INTO t VALUES (1)");
  EXPECT_TRUE(connection_->broken());
}

INSTANTIATE_TEST_SUITE_P(All, TransactionsTest, testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
