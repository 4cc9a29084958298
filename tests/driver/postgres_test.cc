// What only PostgreSQL has: sessions that die, a server that comes and goes.
#include "tests/support/postgres.h"

#include <thread>

#include "orm/base/strings.h"
#include "tests/driver/postgres_test.h"
#include "tests/driver/silent_server.h"

namespace ormd {
namespace {

TEST_P(PostgresTest, StatementOnATerminatedSessionFindsTheDatabaseUnavailable) {
  Terminate(*connection_);
  EXPECT_FALSE(connection_->usable());
  EXPECT_TRUE(connection_->broken());
  EXPECT_EQ(ReasonNameOf(Fail("SELECT 1")), "DATABASE_UNAVAILABLE");
}

TEST_P(PostgresTest, StatementThatIsTerminatedWhileItRuns) {
  const std::string pid = Ask("SELECT pg_backend_pid()");
  std::thread killer([&] {
    const auto other = Connect();
    while (Ask(*other, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") != "1") continue;
    Ask(*other, "SELECT pg_terminate_backend(" + pid + ")");
  });
  const absl::Status status = Fail(SlowSql());
  killer.join();
  EXPECT_EQ(ReasonNameOf(status), "DATABASE_UNAVAILABLE");
  EXPECT_EQ(FactOf(status, "sqlstate"), "57P01");
  EXPECT_TRUE(connection_->broken());
}

TEST_P(PostgresTest, TheServersOwnTimeoutIsNoCancellation) {
  SetTimeout(300);
  const auto bounded = Connect();
  const absl::Status status = Try(*bounded, SlowSql()).status();
  EXPECT_EQ(ReasonNameOf(status), "STATEMENT_TIMEOUT");
  EXPECT_EQ(FactOf(status, "sqlstate"), "57014");
  ASSERT_TRUE(bounded->Begin({}, {}).ok());
  EXPECT_EQ(ReasonNameOf(Try(*bounded, SlowSql()).status()), "STATEMENT_TIMEOUT") << "also in a pipeline";
  EXPECT_TRUE(bounded->Rollback({}).ok());
}

TEST_P(PostgresTest, WhoeverCancelsAStatementByHandCancelsIt) {
  SetTimeout(3'600'000);
  const auto bounded = Connect();
  const std::string pid = Ask(*bounded, "SELECT pg_backend_pid()");
  std::thread other([&] {
    while (Ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " + pid) != "1") continue;
    Ask("SELECT pg_cancel_backend(" + pid + ")");
  });
  EXPECT_EQ(ReasonNameOf(Try(*bounded, SlowSql()).status()), "STATEMENT_CANCELLED");
  other.join();
}

TEST_P(PostgresTest, PoolReplacesTerminatedSessionsBeforeTheyAreLent) {
  Pool pool(*MakeDriver(database_.url()), {}, nullptr);
  {
    auto first = pool.Acquire(Access::kWrite, {});
    ASSERT_TRUE(first.ok());
    Terminate(**first);
  }
  {
    auto second = pool.Acquire(Access::kWrite, {});
    ASSERT_TRUE(second.ok());
    const std::string pid = Ask(**second, "SELECT pg_backend_pid()");
    second->Release();
    EXPECT_EQ(Ask(*Connect(), "SELECT pg_terminate_backend(" + pid + ", 5000)"), "t");
  }
  auto third = pool.Acquire(Access::kWrite, {});
  ASSERT_TRUE(third.ok());
  EXPECT_EQ(Ask(**third, "SELECT 1"), "1");
}

TEST_P(PostgresTest, ExclusionConstraint) {
  Run("CREATE TABLE t (during int4range, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&))");
  Run("INSERT INTO t VALUES ('[1,5)')");
  const absl::Status status = Fail("INSERT INTO t VALUES ('[3,8)')");
  EXPECT_EQ(ReasonNameOf(status), "EXCLUSION_VIOLATION");
  EXPECT_EQ(FactOf(status, "constraint"), "no_overlap");
}

TEST_P(PostgresTest, ColumnsWhoseValuesTheDatabaseMakesTakeNone) {
  Run("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, a int, b int GENERATED ALWAYS AS (a * 2) STORED);"
      "INSERT INTO t (a) VALUES (1)");
  const std::pair<std::string, std::string> statements[] = {
      {"INSERT INTO t (id) VALUES (5)", "id"}, {"UPDATE t SET id = 5", "id"}, {"INSERT INTO t (b) VALUES (5)", "b"}};
  for (const auto& [sql, column] : statements) {
    const absl::Status status = Fail(sql);
    EXPECT_EQ(ReasonNameOf(status), "BAD_VALUE");
    EXPECT_EQ(FactOf(status, "column"), column);
    EXPECT_EQ(std::string(status.message()),
              StrCat("the column ", column, " takes no value: the database makes its values"));
  }
}

TEST_P(PostgresTest, DeadlockHasAVictim) {
  Run("CREATE TABLE t (id int, a int); INSERT INTO t VALUES (1, 0), (2, 0)");
  const auto other = Connect();
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  ASSERT_TRUE(other->Begin({}, {}).ok());
  Run("UPDATE t SET a = 1 WHERE id = 1");
  Run(*other, "UPDATE t SET a = 1 WHERE id = 2");
  absl::Status theirs;
  std::thread thread([&] { theirs = Try(*other, "UPDATE t SET a = 2 WHERE id = 1").status(); });
  const absl::Status ours = Fail("UPDATE t SET a = 2 WHERE id = 2");
  if (!ours.ok()) connection_->Rollback({}).IgnoreError();
  thread.join();
  EXPECT_NE(ours.ok(), theirs.ok());
  EXPECT_EQ(ReasonNameOf(ours.ok() ? theirs : ours), "DEADLOCK");
}

TEST_P(PostgresTest, SerializationFailure) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  ASSERT_TRUE(connection_->Begin({Isolation::kRepeatableRead, false}, {}).ok());
  EXPECT_EQ(Ask("SELECT a FROM t"), "1");
  Run(*Connect(), "UPDATE t SET a = 2");
  EXPECT_EQ(ReasonNameOf(Fail("UPDATE t SET a = 3")), "SERIALIZATION_FAILURE");
  EXPECT_EQ(ReasonNameOf(Fail("SELECT 1")), "TRANSACTION_ABORTED");
}

TEST_P(PostgresTest, LockNotAvailable) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Ask("SELECT a FROM t FOR UPDATE");
  EXPECT_EQ(ReasonNameOf(Try(*Connect(), "SELECT a FROM t FOR UPDATE NOWAIT").status()), "LOCK_NOT_AVAILABLE");
}

TEST_P(PostgresTest, StalePlanInsideATransactionIsToBeTriedAgain) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  EXPECT_EQ(Ask("SELECT * FROM t"), "1");
  Run("ALTER TABLE t ADD COLUMN b int");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  EXPECT_EQ(ReasonNameOf(Fail("SELECT * FROM t")), "SERIALIZATION_FAILURE");
  ASSERT_TRUE(connection_->Rollback({}).ok());
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  EXPECT_EQ(Ask("SELECT * FROM t"), "1");
}

TEST_P(PostgresTest, AStatementIsSentAheadOfItsExecution) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)");
  const Statement select{"SELECT a FROM t WHERE a = $1", {"2"}};
  EXPECT_FALSE(connection_->SendAhead(select)) << "it would have to be prepared";
  ASSERT_TRUE(connection_->Execute(select, {}).ok());
  ASSERT_TRUE(connection_->SendAhead(select));
  Run(*Connect(), "DELETE FROM t WHERE pg_sleep(0.2) IS NOT NULL");
  const auto rows = connection_->Execute(select, {});
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ((*rows)->rows(), 1u) << "it ran before the rows were deleted";
  EXPECT_EQ((*rows)->cell(0, 0).text, "2");
  EXPECT_EQ((*connection_->Execute(select, {}))->rows(), 0u);
}

TEST_P(PostgresTest, NothingIsSentAheadInATransaction) {
  EXPECT_EQ(Ask("SELECT 1"), "1");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  EXPECT_FALSE(connection_->SendAhead({"SELECT 1", {}}));
  EXPECT_EQ(Ask("SELECT 1"), "1");
  EXPECT_FALSE(connection_->SendAhead({"SELECT 1", {}}));
}

TEST_P(PostgresTest, WhatWasSentAheadIsBoundedByItsContext) {
  const std::string sleep = "SELECT pg_sleep($1)";
  ASSERT_TRUE(connection_->Execute({sleep, {"0"}}, {}).ok());
  const Context cancelled{absl::InfiniteFuture(), std::make_shared<Cancellation>()};
  cancelled.cancellation->Cancel();
  ASSERT_TRUE(connection_->SendAhead({sleep, {"60"}}));
  EXPECT_EQ(ReasonNameOf(connection_->Execute({sleep, {"60"}}, cancelled).status()), "STATEMENT_CANCELLED");
  ASSERT_TRUE(connection_->SendAhead({sleep, {"60"}}));
  const Context late{absl::Now() + absl::Milliseconds(50), nullptr};
  EXPECT_EQ(ReasonNameOf(connection_->Execute({sleep, {"60"}}, late).status()), "STATEMENT_TIMEOUT");
  EXPECT_EQ(Ask("SELECT 1"), "1") << "nothing of it is left on the connection";
}

TEST_P(PostgresTest, AServerThatHangsIsGivenUp) {
  const std::string folder = Ask("SELECT split_part(setting, ',', 1) FROM pg_settings WHERE name = "
                                 "'unix_socket_directories'");
  const SilentServer server(folder);
  std::string url = database_.url();
  url.replace(url.find(folder), folder.size(), server.folder());
  const auto connection = MakeDriver(url).value()->Connect(Access::kWrite, {}).value();
  const SoonCancelled soon;
  EXPECT_EQ(ReasonNameOf(connection->Execute({SlowSql(), {}}, soon.context()).status()), "STATEMENT_CANCELLED");
  EXPECT_TRUE(connection->broken());
}

TEST_P(PostgresTest, AStalePlanThatWasSentAheadIsMadeAgain) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  const Statement select{"SELECT * FROM t", {}};
  ASSERT_TRUE(connection_->Execute(select, {}).ok());
  Run(*Connect(), "ALTER TABLE t ADD COLUMN b int");
  ASSERT_TRUE(connection_->SendAhead(select));
  const auto rows = connection_->Execute(select, {});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ((*rows)->columns(), 2u);
}

TEST_P(PostgresTest, ForgottenPreparedStatementsAreMadeAgain) {
  EXPECT_EQ(Ask("SELECT 1"), "1");
  Run("DISCARD ALL");
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST_P(PostgresTest, AVeryLongStatementIsNotKept) {
  const std::string kept = "SELECT count(*) FROM pg_prepared_statements";
  EXPECT_EQ(Ask(kept), "1");
  const std::string filler(20'000, ' ');
  EXPECT_EQ(Ask("SELECT $1::int +" + filler + "$2::int", {int64_t{1}, int64_t{2}}), "3");
  EXPECT_EQ(Ask(kept), "1");
  const Statement parted{"SELECT 7 /" + filler + "$1::int", {int64_t{0}}};
  EXPECT_EQ(ReasonNameOf(connection_->Execute(parted, {}).status()), "BAD_VALUE");
  EXPECT_EQ(Ask(kept), "1");
}

TEST_P(PostgresTest, AStatementThatJoinsManyTablesIsNotKept) {
  const std::string kept = "SELECT count(*) FROM pg_prepared_statements";
  const auto join = [&](int tables) {
    std::string joins = "SELECT 1 FROM pg_class AS t";
    for (int i = 0; i < tables; ++i) {
      joins += " LEFT JOIN pg_class AS t" + std::to_string(i) + " ON t.oid = " + std::to_string(i);
    }
    return joins + " LIMIT 1";
  };
  EXPECT_EQ(Ask(join(16)), "1");
  EXPECT_EQ(Ask(kept), "2");
  EXPECT_EQ(Ask(join(17)), "1");
  EXPECT_EQ(Ask(kept), "2");
}

TEST_P(PostgresTest, LongStatementsPushMoreThanOneOut) {
  for (int i = 0; i < 200; ++i) Ask("SELECT " + std::to_string(i) + std::string(16'000, ' '));
  EXPECT_EQ(Ask("SELECT sum(length(statement)) < 2200000 FROM pg_prepared_statements"), "t");
}

TEST_P(PostgresTest, AStatementThatTakesAllMemoryIsNotToBeTriedAgain) {
  Run("CREATE FUNCTION burst() RETURNS int LANGUAGE plpgsql AS "
      "$$BEGIN RAISE EXCEPTION 'out of memory' USING ERRCODE = '53200'; END$$");
  EXPECT_EQ(ReasonNameOf(Fail("SELECT burst()")), "LIMIT_EXCEEDED");
}

TEST_P(PostgresTest, CopyIsRefused) {
  Run("CREATE TABLE t (a int)");
  EXPECT_EQ(ReasonNameOf(connection_->ExecuteScript("COPY t FROM STDIN", {})), "UNSUPPORTED");
  EXPECT_TRUE(connection_->broken());
}

TEST_P(PostgresTest, LargeParametersDoNotBlockEachOther) {
  const std::string text(8 << 20, 'x');
  EXPECT_EQ(Ask("SELECT $1::text || repeat('y', 8000000)", {text}).size(), text.size() + 8000000);
}

TEST_P(PostgresTest, SessionsSpeakOneDialect) {
  EXPECT_EQ(Ask("SHOW TimeZone"), "UTC");
  EXPECT_EQ(Ask("SHOW client_encoding"), "UTF8");
  EXPECT_EQ(Ask("SELECT interval '90 minutes'"), "PT1H30M");
  EXPECT_EQ(Ask("SHOW application_name"), "ormd");
}

TEST_P(PostgresTest, MissingDatabaseAndServerAreUnavailable) {
  const auto missing = MakeDriver(WithDatabase(database_.url(), "no_such_database"));
  EXPECT_EQ(ReasonNameOf((*missing)->Connect(Access::kWrite, {}).status()), "DATABASE_UNAVAILABLE");
  const auto away = MakeDriver("postgresql:///x?host=/no/such/directory");
  EXPECT_EQ(ReasonNameOf((*away)->Connect(Access::kWrite, {}).status()), "DATABASE_UNAVAILABLE");
}

TEST_P(PostgresTest, PortsOfAUrlAreInTheirRange) {
  for (const std::string ports : {"99999", "0", "65536", "x", "5432,b:99999"}) {
    const absl::Status status = MakeDriver(StrCat("postgresql://a:", ports, "/d")).status();
    EXPECT_EQ(ReasonNameOf(status), "BAD_VALUE") << ports;
    EXPECT_NE(status.message().find("from 1 to 65535"), absl::string_view::npos) << status;
  }
  for (const std::string url : {"postgresql://a/d", "postgresql://a:1/d", "postgresql://a:65535,b/d"}) {
    EXPECT_TRUE(MakeDriver(url).ok()) << url;
  }
}

TEST_P(PostgresTest, APasswordThatIsNotEscapedIsRefusedAndNotShown) {
  for (const std::string url : {"postgresql://shop:Tr0ub4dor@correct-horse@127.0.0.1:1/shop",
                                "postgresql://shop:Tr0ub4dor@@correct-horse@127.0.0.1:1/shop",
                                "postgresql://shop:1234/correct-horse@127.0.0.1:1/shop"}) {
    const absl::Status status = MakeDriver(url).status();
    EXPECT_EQ(ReasonNameOf(status), "BAD_VALUE") << url;
    EXPECT_EQ(status.message().find("correct"), absl::string_view::npos) << status;
  }
  const auto driver = MakeDriver("postgresql://shop:Tr0ub4dor%40correct%2Fhorse@127.0.0.1:1/shop");
  ASSERT_TRUE(driver.ok()) << driver.status();
  EXPECT_EQ((*driver)->location(), "postgresql://127.0.0.1:1/shop");
}

INSTANTIATE_TEST_SUITE_P(Only, PostgresTest, testing::Values("postgresql"));

TEST(PostgresOutageTest, PoolFailsFastAndRecoversByItself) {
  PostgresCluster cluster;
  PoolOptions options;
  options.size = 2;
  Pool pool(*MakeDriver(cluster.url()), options, nullptr);
  const Statement one = {"SELECT 1", {}};
  ASSERT_TRUE((*pool.Acquire(Access::kWrite, {}))->Execute(one, {}).ok());
  cluster.Stop();
  EXPECT_EQ(ReasonNameOf(pool.Acquire(Access::kWrite, {}).status()), "DATABASE_UNAVAILABLE");
  EXPECT_EQ(pool.stats().open, 0u);
  cluster.Start();
  auto connection = pool.Acquire(Access::kWrite, {});
  ASSERT_TRUE(connection.ok()) << connection.status();
  EXPECT_TRUE((*connection)->Execute(one, {}).ok());
}

}  // namespace
}  // namespace ormd
