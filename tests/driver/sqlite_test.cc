// What only SQLite has: one writer beside its readers, files, and functions of our own.
#include <fstream>
#include <thread>

#include "orm/base/strings.h"
#include "orm/driver/sqlite/sqlite_driver.h"
#include "tests/driver/driver_test.h"

namespace ormd {
namespace {

class SqliteTest : public DriverTest {};

TEST_P(SqliteTest, ReadersGoOnBesideAWriter) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Run("INSERT INTO t VALUES (2)");
  const auto reader = Connect(Access::kRead);
  EXPECT_EQ(Ask(*reader, "SELECT count(*) FROM t"), "1");
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(Ask(*reader, "SELECT count(*) FROM t"), "2");
}

TEST_P(SqliteTest, ReadersMayNotWrite) {
  Run("CREATE TABLE t (a int)");
  const auto reader = Connect(Access::kRead);
  EXPECT_EQ(ReasonNameOf(Try(*reader, "INSERT INTO t VALUES (1)").status()), "READ_ONLY");
  EXPECT_EQ(ReasonNameOf(reader->ExecuteScript("INSERT INTO t VALUES (1)", {})), "READ_ONLY");
}

TEST_P(SqliteTest, PoolHasOneWriterBesideItsReaders) {
  PoolOptions options;
  options.size = 2;
  options.acquire_timeout = absl::Milliseconds(50);
  Pool pool(*MakeDriver(database_.url()), options, nullptr);
  const auto writer = pool.Acquire(Access::kWrite, {});
  const auto reader = pool.Acquire(Access::kRead, {});
  EXPECT_TRUE(writer.ok());
  EXPECT_TRUE(reader.ok());
  EXPECT_EQ(ReasonNameOf(pool.Acquire(Access::kWrite, {}).status()), "POOL_EXHAUSTED");
  EXPECT_TRUE(pool.Acquire(Access::kRead, {}).ok());
}

TEST_P(SqliteTest, WritersAndReadersTogetherLoseNothing) {
  Run("CREATE TABLE t (a int)");
  Pool pool(*MakeDriver(database_.url()), {}, nullptr);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 25; ++round) {
        auto connection = pool.Acquire(Access::kWrite, {});
        ASSERT_TRUE(connection.ok()) << connection.status();
        ASSERT_TRUE((*connection)->Begin({}, {}).ok());
        EXPECT_TRUE(Try(**connection, "INSERT INTO t VALUES (1)").ok());
        EXPECT_TRUE((*connection)->Commit({}).ok());
      }
    });
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        auto connection = pool.Acquire(Access::kRead, {});
        ASSERT_TRUE(connection.ok()) << connection.status();
        EXPECT_TRUE(Try(**connection, "SELECT count(*) FROM t").ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Ask("SELECT count(*) FROM t"), "100");
}

TEST_P(SqliteTest, LockOfAnotherProcessIsNotAvailableAfterTheBusyTimeout) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  const auto impatient = MakeSqliteDriver(database_.file(), {absl::Milliseconds(50)});
  const auto other = (*impatient)->Connect(Access::kWrite, {});
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(ReasonNameOf((*other)->Begin({}, {})), "LOCK_NOT_AVAILABLE");
  EXPECT_FALSE((*other)->in_transaction());
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_TRUE((*other)->Begin({}, {}).ok());
}

TEST_P(SqliteTest, WriteFromAnOldSnapshotIsASerializationFailure) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  const auto other = Connect();
  Run(*other, "BEGIN DEFERRED");
  EXPECT_EQ(Ask(*other, "SELECT a FROM t"), "1");
  Run("UPDATE t SET a = 2");
  EXPECT_EQ(ReasonNameOf(Try(*other, "UPDATE t SET a = 3").status()), "SERIALIZATION_FAILURE");
}

TEST_P(SqliteTest, MissingDirectoryIsNamed) {
  const auto driver = MakeDriver("sqlite:/no/such/directory/shop.db");
  const absl::Status status = (*driver)->Connect(Access::kWrite, {}).status();
  EXPECT_EQ(ReasonNameOf(status), "DATABASE_UNAVAILABLE");
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("/no/such/directory/shop.db"));
}

TEST_P(SqliteTest, FileThatIsNoDatabaseIsNamed) {
  const TempDir directory;
  const std::string file = directory.path() + "/letter.txt";
  std::ofstream(file) << std::string(8192, 'x');
  const absl::Status status = (*MakeDriver("sqlite:" + file))->Connect(Access::kWrite, {}).status();
  EXPECT_EQ(ReasonNameOf(status), "DATABASE_UNAVAILABLE");
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr(file));
}

TEST_P(SqliteTest, DirectoryInsteadOfAFileIsNamed) {
  const TempDir directory;
  const absl::Status status = (*MakeDriver("sqlite:" + directory.path()))->Connect(Access::kWrite, {}).status();
  EXPECT_EQ(ReasonNameOf(status), "DATABASE_UNAVAILABLE");
}

TEST_P(SqliteTest, IsDurableAndChecksForeignKeys) {
  EXPECT_EQ(Ask("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(Ask("PRAGMA synchronous"), "2");
  EXPECT_EQ(Ask("PRAGMA foreign_keys"), "1");
}

TEST_P(SqliteTest, UniqueIndexOverAnExpressionIsNamed) {
  Run("CREATE TABLE t (a TEXT); CREATE UNIQUE INDEX t_lower ON t (lower(a)); INSERT INTO t VALUES ('x')");
  EXPECT_EQ(FactOf(Fail("INSERT INTO t VALUES ('X')"), "constraint"), "t_lower");
}

TEST_P(SqliteTest, KeysThatAreUsedUpAreNoFullDisk) {
  Run("CREATE TABLE \"a \"\"b\" (\"the id\" INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT)");
  const std::string insert = "INSERT INTO \"a \"\"b\" (x) VALUES ";
  const auto expect_used_up = [](const absl::Status& status) {
    EXPECT_EQ(ReasonNameOf(status), "BAD_VALUE");
    EXPECT_EQ(FactOf(status, "table"), "a \"b");
    EXPECT_EQ(FactOf(status, "column"), "the id");
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr("used up"));
  };
  EXPECT_TRUE(Fail("INSERT INTO \"a \"\"b\" VALUES (9223372036854775806, '')").ok());
  expect_used_up(Fail(insert + "(''), ('')"));
  EXPECT_TRUE(Fail(insert + "('')").ok());
  expect_used_up(Fail(insert + "('')"));
  expect_used_up(Try(*Connect(), insert + "('') RETURNING x").status());
}

// SQLite rolls the whole transaction back, and the last key with it.
TEST_P(SqliteTest, KeysThatAnOpenTransactionHasUsedUpAreNoFullDisk) {
  Run("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT); CREATE TABLE u (a TEXT)");
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  EXPECT_TRUE(Fail("INSERT INTO \"t\" VALUES (9223372036854775807, '')").ok());
  EXPECT_TRUE(Fail("INSERT INTO \"u\" VALUES ('')").ok());
  EXPECT_EQ(FactOf(Fail("INSERT INTO \"t\" (a) VALUES ('') RETURNING id"), "column"), "id");
  EXPECT_EQ(ReasonNameOf(Fail("SELECT 1")), "TRANSACTION_ABORTED");
  ASSERT_TRUE(connection_->Rollback({}).ok());
  EXPECT_TRUE(Fail("INSERT INTO \"t\" (a) VALUES ('')").ok());
}

TEST_P(SqliteTest, AFullDiskIsToldAsSuch) {
  Run("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (9223372036854775807);"
      "CREATE TABLE tu (id INTEGER PRIMARY KEY AUTOINCREMENT, a BLOB); PRAGMA max_page_count = 10");
  const absl::Status status = Fail("INSERT INTO \"tu\" (a) VALUES (zeroblob(100000)) RETURNING id");
  EXPECT_EQ(ReasonNameOf(status), "DATABASE_UNAVAILABLE");
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("the disk is full"));
}

TEST_P(SqliteTest, TableNamesMayHaveDots) {
  Run("CREATE TABLE \"shop.user\" (email TEXT UNIQUE); INSERT INTO \"shop.user\" VALUES ('x')");
  const absl::Status status = Fail("INSERT INTO \"shop.user\" VALUES ('x')");
  EXPECT_EQ(FactOf(status, "table"), "shop.user");
  EXPECT_EQ(FactOf(status, "column"), "email");
}

TEST_P(SqliteTest, WhatIsMoreThanItTakesIsBeyondALimit) {
  Run("CREATE TABLE t (a int)");
  std::string joins = "SELECT 1 FROM t";
  std::string sum = "SELECT 1";
  for (int i = 0; i < 64; ++i) joins += " LEFT JOIN t AS t" + std::to_string(i);
  for (int i = 0; i < 1000; ++i) sum += " + 1";
  for (const std::string& sql : {joins, sum}) EXPECT_EQ(ReasonNameOf(Fail(sql)), "LIMIT_EXCEEDED") << sql;
  // The parser of Debian 12 has a stack of 100; that of Debian 13 takes any depth.
  const std::string nested = "SELECT " + std::string(200, '(') + "1" + std::string(200, ')');
  const absl::Status status = Fail(nested);
  EXPECT_TRUE(status.ok() || ReasonNameOf(status) == "LIMIT_EXCEEDED") << status;
}

TEST_P(SqliteTest, DecimalsCompareAsNumbers) {
  Run("CREATE TABLE t (d TEXT); INSERT INTO t VALUES ('9.90'), ('10.00'), ('-1.50'), ('100.00')");
  EXPECT_EQ(Ask("SELECT group_concat(d, ' ') FROM (SELECT d FROM t ORDER BY d COLLATE ormd_decimal)"),
            "-1.50 9.90 10.00 100.00");
  EXPECT_EQ(Ask("SELECT count(*) FROM t WHERE d COLLATE ormd_decimal > ?1", {"9.9"}), "2");
  EXPECT_EQ(Ask("SELECT count(*) FROM t WHERE d COLLATE ormd_decimal = ?1", {"9.9"}), "1");
}

struct LikeCase {
  std::string pattern;
  std::string text;
  std::string like;
  std::string ilike;
};

// The same table holds on PostgreSQL, which is asked too.
TEST_P(SqliteTest, LikeIsPostgresLike) {
  const TestDatabase postgres_database("postgresql");
  const auto driver = MakeDriver(postgres_database.url());
  const auto postgres = (*driver)->Connect(Access::kRead, {});
  ASSERT_TRUE(postgres.ok());
  const std::vector<LikeCase> cases = {
      {"abc", "abc", "1", "1"},
      {"abc", "ABC", "0", "1"},
      {"a%", "abc", "1", "1"},
      {"%c", "abc", "1", "1"},
      {"%b%", "abc", "1", "1"},
      {"a_c", "abc", "1", "1"},
      {"a_c", "aüc", "1", "1"},
      {"_", "日", "1", "1"},
      {"__", "日", "0", "0"},
      {"", "", "1", "1"},
      {"%", "", "1", "1"},
      {"_", "", "0", "0"},
      {"a\\%", "a%", "1", "1"},
      {"a\\%", "ab", "0", "0"},
      {"a\\_b", "a_b", "1", "1"},
      {"a\\\\b", "a\\b", "1", "1"},
      {"%a%b%", "xxaxxbxx", "1", "1"},
      {"%ab", "aab", "1", "1"},
      {"ä%", "Ärger", "0", "1"},
      {"%%x", "abx", "1", "1"},
      {"%a_", "banal", "1", "1"},
      {"abc", "abcd", "0", "0"},
      {"abc%d", "abc", "0", "0"},
  };
  for (const LikeCase& c : cases) {
    EXPECT_EQ(Ask("SELECT ormd_like(?1, ?2)", {c.pattern, c.text}), c.like) << c.pattern << " " << c.text;
    EXPECT_EQ(Ask("SELECT ormd_ilike(?1, ?2)", {c.pattern, c.text}), c.ilike) << c.pattern << " " << c.text;
    EXPECT_EQ(Ask(**postgres, "SELECT ($2::text LIKE $1)::int", {c.pattern, c.text}), c.like) << c.pattern;
    EXPECT_EQ(Ask(**postgres, "SELECT ($2::text ILIKE $1)::int", {c.pattern, c.text}), c.ilike) << c.pattern;
  }
  EXPECT_EQ(Ask("SELECT ormd_like('a', NULL)"), "null");
}

TEST_P(SqliteTest, ALikeOfLongTextsEndsAtItsDeadlineAndOnCancellation) {
  const std::string pattern = "%" + std::string(500'000, 'a') + "b";
  const std::string text(1'000'000, 'a');
  EXPECT_EQ(ReasonNameOf(Fail("SELECT ormd_like(?1, ?2)", {pattern, text}, Within(50))), "STATEMENT_TIMEOUT");
  const SoonCancelled soon;
  EXPECT_EQ(ReasonNameOf(Fail("SELECT ormd_ilike(?1, ?2)", {pattern, text}, soon.context())), "STATEMENT_CANCELLED");
  EXPECT_EQ(Ask("SELECT ormd_like('%a', 'ba')"), "1");
}

// The same pairs are equal on PostgreSQL, which is asked too.
TEST_P(SqliteTest, DocumentsAreComparedAsJsonbs) {
  const TestDatabase postgres_database("postgresql");
  const auto driver = MakeDriver(postgres_database.url());
  const auto postgres = (*driver)->Connect(Access::kRead, {});
  ASSERT_TRUE(postgres.ok());
  const std::vector<std::string> documents = {
      "null", "true", "false", "0", "-0", "-0.0", "1", "1.0", "10e-1", "100", "1e2", "1E+2", "-1", "0.1", "1e-1",
      "18446744073709551616", "18446744073709551616.0", "18446744073709551617", "1e-9000", "0.1e-8999", "1e-9001",
      "9007199254740993", "9007199254740993.0", "9007199254740992", "1e300", "1000e297", "\"\"", "\"1\"", "\"1.0\"",
      "\"/\"", "\"\\/\"", "\"\\u002F\"", "\"ä\"", "\"\\u00e4\"", "\"a\\u0308\"", "\"\\ud83d\\ude00\"", "\"😀\"", "[]",
      " [\t] ", "[1]", "[ 1.0 ]", "[[1]]", "[1,1]", "[null]", "{}", "{ }", R"({"a":1,"b":[2]})",
      R"({ "b": [2.0], "a": 1 })", R"({"a":7,"b":[2],"a":1.0})", R"({"a":1,"b":[2],"a":7})", R"({"a":7,"b":[2]})",
      R"({"A":1,"b":[2]})", R"({"":0})", R"({"aa":1,"b":2})", R"({"b":2,"aa":1})"};
  for (const std::string& a : documents) {
    for (const std::string& b : documents) {
      EXPECT_EQ(Ask("SELECT ormd_json(?1) = ormd_json(?2)", {a, b}),
                Ask(**postgres, "SELECT ($1::text::jsonb = $2::text::jsonb)::int", {a, b}))
          << a << " = " << b;
    }
  }
  EXPECT_EQ(Ask("SELECT ormd_json(NULL)"), "null");
  EXPECT_EQ(Ask("SELECT ormd_json(2.50)"), Ask("SELECT ormd_json(?1)", {"25e-1"}));
}

TEST_P(SqliteTest, OwnFunctionsMayStandInIndexes) {
  Run("CREATE TABLE t (a TEXT CHECK (ormd_like('a%', a))); CREATE INDEX i ON t (ormd_ilike('a', a))");
  Run("INSERT INTO t VALUES ('ab')");
  EXPECT_EQ(ReasonNameOf(Fail("INSERT INTO t VALUES ('b')")), "CHECK_VIOLATION");
}

TEST_P(SqliteTest, TheSchemaMayUseJsonFunctionsAndFullTextTables) {
  Run("CREATE TABLE checked (data TEXT CHECK (json_valid(data)));"
      "CREATE TABLE t (id INTEGER PRIMARY KEY, data TEXT, a TEXT GENERATED ALWAYS AS (json_extract(data, '$.a')));"
      "CREATE INDEX i ON t (json_extract(data, '$.b'));"
      "CREATE VIEW v AS SELECT json_extract(data, '$.a') AS a FROM t;"
      "CREATE VIRTUAL TABLE words USING fts5(word);"
      "CREATE TRIGGER fill AFTER INSERT ON t BEGIN INSERT INTO words VALUES (new.a); END");
  Run("INSERT INTO t (data) VALUES ('{\"a\": \"x\"}')");
  EXPECT_EQ(Ask("SELECT group_concat(t.a || v.a || word) FROM t, v, words WHERE words MATCH 'x'"), "xxx");
  Run("INSERT INTO checked VALUES ('{}')");
  EXPECT_EQ(ReasonNameOf(Fail("INSERT INTO checked VALUES ('{')")), "CHECK_VIOLATION");
}

INSTANTIATE_TEST_SUITE_P(Only, SqliteTest, testing::Values("sqlite"));

}  // namespace
}  // namespace ormd
