// What is created, dropped and made afresh.
#include <atomic>
#include <thread>

#include "tests/unit/schema/schema_manager_fixture.h"

namespace ormd {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_P(SchemaManagerTest, CreatesOnceAndDropsOnce) {
  const std::unique_ptr<Schema> shop = SchemaOf(kShop);
  EXPECT_THAT(Create(*shop), Not(IsEmpty()));
  EXPECT_THAT(Create(*shop), IsEmpty());
  EXPECT_THAT(Drop(*shop), Not(IsEmpty()));
  EXPECT_THAT(Drop(*shop), IsEmpty());
  EXPECT_THAT(Create(*shop), Not(IsEmpty()));
}

TEST_P(SchemaManagerTest, DumpRunsNothing) {
  const std::unique_ptr<Schema> shop = SchemaOf(kShop);
  const std::vector<std::string> dump = Create(*shop, SchemaMode::kDump);
  EXPECT_EQ(Create(*shop, SchemaMode::kDump), dump);
  EXPECT_EQ(Create(*shop), dump);
  const std::vector<std::string> drop_dump = Drop(*shop, SchemaMode::kDump);
  EXPECT_THAT(drop_dump, Not(IsEmpty()));
  EXPECT_EQ(Drop(*shop), drop_dump);
}

TEST_P(SchemaManagerTest, WhatItMakesWorks) {
  const std::unique_ptr<Schema> shop = SchemaOf(kShop);
  Create(*shop);
  ASSERT_TRUE(Run("INSERT INTO \"user\" (\"email\") VALUES ('a@b.c')").ok());
  ASSERT_TRUE(Run("INSERT INTO \"order\" (\"user_id\", \"state\") SELECT \"id\", 'OPEN' FROM \"user\"").ok());
  EXPECT_EQ(Ask("SELECT \"id\" FROM \"order\""), "1");
  EXPECT_EQ(Ask("SELECT \"total\" FROM \"order\""), "0.00");
  EXPECT_EQ(Ask("SELECT \"version\" FROM \"order\""), "1");
  EXPECT_EQ(ReasonOf(Run("INSERT INTO \"user\" (\"email\") VALUES ('a@b.c')")), Reason::kUniqueViolation);
  EXPECT_EQ(ReasonOf(Run("UPDATE \"order\" SET \"state\" = 'GONE'")), Reason::kCheckViolation);
  EXPECT_EQ(ReasonOf(Run("INSERT INTO \"line\" (\"order_id\", \"product_id\") VALUES (1, 1)")),
            Reason::kForeignKeyViolation);
  EXPECT_TRUE(Run("DELETE FROM \"user\"").ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM \"order\""), "0");
}

TEST_P(SchemaManagerTest, DropsTablesFullOfRowsThatReferToEachOther) {
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message A {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      B b = 2 [(orm.property) = {nullable: true many_to_one: {on_delete: RESTRICT}}];
      A a = 3 [(orm.property) = {nullable: true many_to_one: {on_delete: RESTRICT}}];
    }
    message B {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      A a = 2 [(orm.property).many_to_one = {on_delete: RESTRICT}];
    })schema");
  Create(*schema);
  ASSERT_TRUE(Run("INSERT INTO \"a\" VALUES (1, NULL, 1), (2, NULL, 1); INSERT INTO \"b\" VALUES (1, 2); "
                  "UPDATE \"a\" SET \"b_id\" = 1")
                  .ok());
  EXPECT_THAT(Drop(*schema), Not(IsEmpty()));
  EXPECT_THAT(Create(*schema), Not(IsEmpty()));
}

TEST_P(SchemaManagerTest, AddsWhatAStandingTableLacks) {
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message A {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      string name = 2 [(orm.property).unique = true];
      string town = 3 [(orm.property).index = true];
    })schema");
  ASSERT_TRUE(Run("CREATE TABLE a (id integer PRIMARY KEY, name text NOT NULL, town text NOT NULL)").ok());
  const std::vector<std::string> statements = Create(*schema);
  ASSERT_EQ(statements.size(), 2u);
  EXPECT_THAT(statements[0], HasSubstr("a_name_unique"));
  EXPECT_THAT(statements[1], HasSubstr("a_town_index"));
  EXPECT_THAT(Create(*schema), IsEmpty());
}

TEST_P(SchemaManagerTest, RecognisesConstraintsOfOtherNames) {
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; }
    message B {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      string name = 2 [(orm.property).unique = true];
      A a = 3 [(orm.property).many_to_one = {}];
    })schema");
  ASSERT_TRUE(Run("CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY, name text UNIQUE, "
                  "a_id integer NOT NULL REFERENCES a (id)); CREATE INDEX theirs ON b (a_id)")
                  .ok());
  EXPECT_THAT(Create(*schema), IsEmpty());
}

TEST_P(SchemaManagerTest, AFailureLeavesNothingBehind) {
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; }
    message B {
      option (orm.entity) = {checks: {name: "odd" expression: "no_such_column > 1"}};
      int32 id = 1 [(orm.property).primary = {}];
    })schema");
  const auto statements = SchemaManager(*schema, dialect()).Create(*connection_, SchemaMode::kRun, {});
  EXPECT_EQ(ReasonOf(statements.status()), Reason::kMigrationFailed);
  EXPECT_THAT(std::string(statements.status().message()), HasSubstr("no_such_column"));
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_FALSE(Run("SELECT * FROM \"a\"").ok());
  ExpectForeignKeys();
}

TEST_P(SchemaManagerTest, ACancelledChangeLeavesNothingBehind) {
  const std::unique_ptr<Schema> shop = SchemaOf(kShop);
  const auto cancellation = std::make_shared<Cancellation>();
  cancellation->Cancel();
  const Context context = {absl::InfiniteFuture(), cancellation};
  EXPECT_FALSE(SchemaManager(*shop, dialect()).Create(*connection_, SchemaMode::kRun, context).ok());
  EXPECT_FALSE(connection_->in_transaction());
  ExpectForeignKeys();
  EXPECT_THAT(Create(*shop), Not(IsEmpty()));
}

TEST_P(SchemaManagerTest, FreshEmptiesWhatStands) {
  const std::unique_ptr<Schema> shop = SchemaOf(kShop);
  EXPECT_THAT(Fresh(*shop), Not(IsEmpty()));
  ASSERT_TRUE(Run("INSERT INTO \"user\" (\"email\") VALUES ('a@b.c')").ok());
  const std::vector<std::string> dump = Fresh(*shop, SchemaMode::kDump);
  EXPECT_EQ(Ask("SELECT count(*) FROM \"user\""), "1");
  EXPECT_EQ(Fresh(*shop), dump);
  EXPECT_EQ(Ask("SELECT count(*) FROM \"user\""), "0");
  EXPECT_THAT(Diff(*shop), IsEmpty());
}

TEST_P(SchemaManagerTest, CreateLeavesColumnsAsTheyAre) {
  Create(*SchemaOf(kBefore));
  Create(*SchemaOf(R"schema(
    message A {
      option (orm.entity) = {uniques: {properties: ["name", "missing"]}};
      int32 id = 1 [(orm.property).primary = {}];
      string name = 2 [(orm.property).unique = true];
      string missing = 3 [(orm.property) = {index: true check: "missing <> ''"}];
    })schema"));
  EXPECT_FALSE(Run("SELECT \"missing\" FROM \"a\"").ok());
  EXPECT_TRUE(Run("SELECT \"note\" FROM \"a\"").ok());
  ASSERT_TRUE(Run("INSERT INTO \"a\" (\"id\", \"name\") VALUES (1, 'x')").ok());
  EXPECT_EQ(ReasonOf(Run("INSERT INTO \"a\" (\"id\", \"name\") VALUES (2, 'x')")), Reason::kUniqueViolation);
}

TEST_P(SchemaManagerTest, ViewsAreReadAndDropped) {
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message A {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      string name = 2;
    }
    message V {
      option (orm.entity) = {view: {expression: "SELECT id, upper(name) AS shout FROM a"}};
      int32 id = 1 [(orm.property).primary = {}];
      string shout = 2;
      A a = 3 [(orm.property) = {nullable: true one_to_one: {columns: "id2" constraint: false}}];
    })schema");
  Create(*schema);
  EXPECT_THAT(Diff(*schema), IsEmpty());
  EXPECT_TRUE(Run("SELECT shout FROM v").ok());
  EXPECT_THAT(Drop(*schema), Not(IsEmpty()));
  EXPECT_FALSE(Run("SELECT shout FROM v").ok());
  EXPECT_FALSE(Run("SELECT name FROM a").ok());
}

TEST_P(SchemaManagerTest, DropTakesWhatHangsOnTheTables) {
  const std::unique_ptr<Schema> shop = SchemaOf(kShop);
  Create(*shop);
  ASSERT_TRUE(Run("CREATE TABLE theirs (id integer PRIMARY KEY, name text REFERENCES tag (name))").ok());
  Drop(*shop);
  EXPECT_TRUE(Run("INSERT INTO theirs VALUES (1, 'x')").ok());
}

TEST_P(SchemaManagerTest, NamesInAnotherCaseAreDroppedToo) {
  if (!database_.is_sqlite()) return;
  ASSERT_TRUE(Run("CREATE TABLE \"A\" (id integer PRIMARY KEY, name text)").ok());
  const std::unique_ptr<Schema> schema = SchemaOf(kBefore);
  Fresh(*schema);
  EXPECT_THAT(Diff(*schema), IsEmpty());
  Drop(*schema);
  EXPECT_EQ(Ask("SELECT count(*) FROM sqlite_schema WHERE lower(name) = 'a'"), "0");
}

TEST_P(SchemaManagerTest, CreateMakesATableWhoseFormerNameStands) {
  ASSERT_TRUE(Run("CREATE TABLE old (id integer PRIMARY KEY)").ok());
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message New { option (orm.entity) = {renamed_from: "old"}; int32 id = 1 [(orm.property).primary = {}]; }
    message Child {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      New n = 2 [(orm.property).many_to_one = {}];
    })schema");
  Create(*schema);
  EXPECT_EQ(Ask("SELECT count(*) FROM new"), "0");
  EXPECT_EQ(Ask("SELECT count(*) FROM old"), "0");
  Fresh(*schema);
  EXPECT_EQ(Ask("SELECT count(*) FROM child"), "0");
}

TEST_P(SchemaManagerTest, DaemonsThatCreateAtTheSameTimeWaitForEachOther) {
  const std::unique_ptr<Schema> shop = SchemaOf(kShop);
  const SchemaManager manager(*shop, dialect());
  std::atomic<int> made = 0;
  const auto create = [&] {
    const std::unique_ptr<Connection> connection = Connect();
    const auto statements = manager.Create(*connection, SchemaMode::kRun, {});
    EXPECT_TRUE(statements.ok()) << statements.status();
    if (statements.ok() && !statements->empty()) ++made;
  };
  connection_.reset();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(create);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
}

INSTANTIATE_TEST_SUITE_P(All, SchemaManagerTest, testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
