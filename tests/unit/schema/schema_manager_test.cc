#include "orm/schema/schema_manager.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/driver/driver.h"
#include "tests/support/databases.h"
#include "tests/unit/schema/schema_text.h"

namespace ormd {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class SchemaManagerTest : public testing::TestWithParam<const char*> {
 protected:
  SchemaManagerTest() : database_(GetParam()), driver_(MakeDriver(database_.url()).value()), connection_(Connect()) {}

  const Platform& platform() const { return database_.is_sqlite() ? SqlitePlatform() : PostgresPlatform(); }
  std::unique_ptr<Connection> Connect() { return driver_->Connect(Access::kWrite, {}).value(); }

  const Dialect& dialect() const { return DialectOf(platform()); }

  using Statements = std::vector<std::string>;
  static Statements Answer(const absl::StatusOr<std::vector<Operation>>& operations) {
    EXPECT_TRUE(operations.ok()) << operations.status();
    return operations.ok() ? StatementsOf(*operations) : Statements();
  }
  Statements Create(const Schema& schema, SchemaMode mode = SchemaMode::kRun) {
    return Answer(SchemaManager(schema, dialect()).Create(*connection_, mode, {}));
  }
  Statements Drop(const Schema& schema, SchemaMode mode = SchemaMode::kRun) {
    return Answer(SchemaManager(schema, dialect()).Drop(*connection_, mode, {}));
  }
  Statements Fresh(const Schema& schema, SchemaMode mode = SchemaMode::kRun) {
    return Answer(SchemaManager(schema, dialect()).Fresh(*connection_, mode, {}));
  }
  Statements Update(const Schema& schema, const CompareOptions& options = {}) {
    return Answer(SchemaManager(schema, dialect()).Update(*connection_, options, SchemaMode::kRun, {}));
  }
  Statements Diff(const Schema& schema, const CompareOptions& options = {}) {
    return Answer(SchemaManager(schema, dialect()).Diff(*connection_, options, {}));
  }
  absl::Status Run(const std::string& sql) { return connection_->ExecuteScript(sql, {}); }
  std::string Ask(const std::string& sql) {
    const auto result = connection_->Execute({sql, {}}, {});
    if (!result.ok()) return std::string(result.status().message());
    const Cell cell = (*result)->cell(0, 0);
    return cell.form == Cell::Form::kInt64 ? StrCat(cell.int64) : std::string(cell.text);
  }

  // The connection enforces them as it did.
  void ExpectForeignKeys() {
    if (!database_.is_sqlite()) return;
    EXPECT_EQ(Ask("PRAGMA foreign_keys"), "1");
    EXPECT_EQ(Ask("PRAGMA legacy_alter_table"), "0");
  }

  TestDatabase database_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
};

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

constexpr std::string_view kBefore = R"schema(
  message A {
    option (orm.entity) = {};
    int32 id = 1 [(orm.property).primary = {}];
    string name = 2;
    optional string note = 3;
  }
  message B {
    option (orm.entity) = {};
    int32 id = 1 [(orm.property).primary = {}];
    A a = 2 [(orm.property).many_to_one = {}];
  })schema";
constexpr std::string_view kAfter = R"schema(
  message A {
    option (orm.entity) = {table: "alpha" renamed_from: "a"};
    int64 id = 1 [(orm.property).primary = {}];
    string title = 2 [(orm.property) = {renamed_from: "name" unique: true}];
    int32 count = 3 [(orm.property).check = "\"count\" >= 0"];
  }
  message C {
    option (orm.entity) = {};
    int32 id = 1 [(orm.property).primary = {}];
    A a = 2 [(orm.property).many_to_one = {}];
  })schema";

TEST_P(SchemaManagerTest, UpdatesTablesWithRows) {
  const std::unique_ptr<Schema> before = SchemaOf(kBefore), after = SchemaOf(kAfter);
  Create(*before);
  ASSERT_TRUE(Run("INSERT INTO \"a\" VALUES (1, 'x', 'n'), (2, 'y', NULL); INSERT INTO \"b\" VALUES (1, 2)").ok());
  EXPECT_THAT(Diff(*after), Not(IsEmpty()));
  EXPECT_THAT(Update(*after), Not(IsEmpty()));
  EXPECT_THAT(Diff(*after), IsEmpty());
  EXPECT_THAT(Update(*after), IsEmpty());
  EXPECT_EQ(Ask("SELECT \"title\" FROM \"alpha\" WHERE \"id\" = 2 AND \"count\" = 0"), "y");
  // A table that no entity has is not ormd's, unless it is said to be.
  EXPECT_EQ(Ask("SELECT \"a_id\" FROM \"b\""), "2");
  EXPECT_EQ(ReasonOf(Run("INSERT INTO \"b\" VALUES (2, 3)")), Reason::kForeignKeyViolation);
  EXPECT_THAT(Update(*after, {.drop_unknown = true, .safe = false, .ignore = {}}), Not(IsEmpty()));
  EXPECT_FALSE(Run("SELECT * FROM \"b\"").ok());
  ExpectForeignKeys();
}

TEST_P(SchemaManagerTest, ASafeUpdateDropsNothing) {
  Create(*SchemaOf(kBefore));
  const CompareOptions safely = {.drop_unknown = true, .safe = true, .ignore = {}};
  Update(*SchemaOf(kAfter), safely);
  EXPECT_TRUE(Run("SELECT \"title\", \"note\", \"count\" FROM \"alpha\"").ok());
  EXPECT_TRUE(Run("SELECT * FROM \"b\"").ok());
  EXPECT_THAT(Diff(*SchemaOf(kAfter), safely), IsEmpty());
}

TEST_P(SchemaManagerTest, AnUpdateThatRowsForbidChangesNothing) {
  Create(*SchemaOf(kBefore));
  ASSERT_TRUE(Run("INSERT INTO \"a\" VALUES (1, 'x', NULL), (2, 'x', NULL)").ok());
  const std::unique_ptr<Schema> after = SchemaOf(kAfter);
  const auto updated = SchemaManager(*after, dialect()).Update(*connection_, {}, SchemaMode::kRun, {});
  EXPECT_EQ(ReasonOf(updated.status()), Reason::kUniqueViolation) << updated.status();
  EXPECT_EQ(Ask("SELECT count(*) FROM \"a\""), "2");
  EXPECT_THAT(Diff(*SchemaOf(kBefore)), IsEmpty());
  ExpectForeignKeys();
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

TEST_P(SchemaManagerTest, TablesOfNamedSchemasAreFoundAgain) {
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message Page {
      option (orm.entity) = {schema: "cms"};
      int32 id = 1 [(orm.property).primary = {}];
      string path = 2 [(orm.property) = {index: true}];
      Page parent = 3 [(orm.property) = {nullable: true many_to_one: {}}];
    })schema");
  EXPECT_THAT(Create(*schema), Not(IsEmpty()));
  EXPECT_THAT(Create(*schema), IsEmpty());
  EXPECT_THAT(Drop(*schema), Not(IsEmpty()));
  EXPECT_THAT(Drop(*schema), IsEmpty());
}

TEST_P(SchemaManagerTest, TablesOfTheFirstSchemaMaySaySo) {
  if (database_.is_sqlite()) return;
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    enum State { OPEN = 0; PAID = 1; }
    message Page {
      option (orm.entity) = {schema: "public"};
      int32 id = 1 [(orm.property).primary = {}];
      State state = 2 [(orm.property).native_enum = "state"];
      Page parent = 3 [(orm.property) = {nullable: true many_to_one: {}}];
    })schema");
  EXPECT_THAT(Create(*schema), Not(IsEmpty()));
  EXPECT_THAT(Diff(*schema), IsEmpty());
  ASSERT_TRUE(Run("INSERT INTO page (id, state) VALUES (1, 'PAID')").ok());
  Fresh(*schema);
  EXPECT_EQ(Ask("SELECT count(*) FROM page"), "0");
  EXPECT_THAT(Drop(*schema), Not(IsEmpty()));
  EXPECT_THAT(Drop(*schema), IsEmpty());
  EXPECT_EQ(Ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
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

TEST_P(SchemaManagerTest, AGuessedRenameSaysSo) {
  ASSERT_TRUE(Run("CREATE TABLE a (id integer PRIMARY KEY, phone text NOT NULL)").ok());
  const auto safety = [&](const char* field) {
    const std::unique_ptr<Schema> schema = SchemaOf(
        StrCat("message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; ", field, " }"));
    return SchemaManager(*schema, dialect()).Diff(*connection_, {}, {}).value().at(0).safety;
  };
  EXPECT_EQ(safety("string nickname = 2;"), Safety::kMayLoseData);
  EXPECT_EQ(safety("string nickname = 2 [(orm.property).renamed_from = \"phone\"];"), Safety::kSafe);
}

TEST_P(SchemaManagerTest, AValueThatIsNoLabelIsRefusedAndKept) {
  ASSERT_TRUE(Run("CREATE TABLE a (id integer PRIMARY KEY, state text NOT NULL)").ok());
  ASSERT_TRUE(Run("INSERT INTO a VALUES (1, 'other')").ok());
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    enum State { OPEN = 0; PAID = 1; }
    message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; State state = 2; })schema");
  const SchemaManager manager(*schema, dialect());
  EXPECT_FALSE(manager.Create(*connection_, SchemaMode::kRun, {}).ok());
  const CompareOptions safely = {.drop_unknown = false, .safe = true, .ignore = {}};
  EXPECT_FALSE(manager.Update(*connection_, safely, SchemaMode::kRun, {}).ok());
  EXPECT_EQ(Ask("SELECT state FROM a"), "other");
}

TEST_P(SchemaManagerTest, ASafeUpdateKeepsValuesAndNames) {
  ASSERT_TRUE(Run("CREATE TABLE a (id integer PRIMARY KEY, phone text NOT NULL, n numeric(12, 4) NOT NULL, g "
                  "integer)")
                  .ok());
  ASSERT_TRUE(Run("INSERT INTO a VALUES (1, '0123', 1.2345, 7)").ok());
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message A {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      string nickname = 2;
      string n = 3 [(orm.property) = {type: DECIMAL precision: 10 scale: 2}];
      optional int32 g = 4 [(orm.property).generated = {sql: "id * 2" stored: true}];
    })schema");
  const CompareOptions safely = {.drop_unknown = false, .safe = true, .ignore = {}};
  Update(*schema, safely);
  EXPECT_EQ(Ask("SELECT phone FROM a"), "0123");
  EXPECT_EQ(Ask("SELECT nickname FROM a"), "");
  EXPECT_EQ(Ask("SELECT cast(n AS text) FROM a"), "1.2345");
  EXPECT_EQ(Ask("SELECT g FROM a"), "7");
  EXPECT_THAT(Diff(*schema, safely), IsEmpty());
  const auto missing = SchemaManager(*schema, dialect()).Missing(*connection_, {});
  ASSERT_TRUE(missing.ok());
  EXPECT_THAT(*missing, Not(IsEmpty()));
}

TEST_P(SchemaManagerTest, LongNamesAreFoundAgain) {
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message A {
      option (orm.entity) = {table: "a_table_of_a_rather_long_name"};
      int32 id = 1 [(orm.property).primary = {}];
      A b = 2 [(orm.property) = {nullable: true many_to_one: {columns: "a_column_of_a_rather_long_name"}}];
      string c = 3 [(orm.property) = {unique: true column: "another_column_of_a_rather_long_name"}];
    })schema");
  EXPECT_THAT(Create(*schema), Not(IsEmpty()));
  EXPECT_THAT(Create(*schema), IsEmpty());
}

TEST_P(SchemaManagerTest, EveryTypeAndIndexIsUnderstood) {
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    enum Colour { RED = 0; }
    message Sample {
      option (orm.entity) = {
        indexes: {name: "lower_note" expression: "lower(note)"}
        indexes: {properties: "note" where: "note <> ''"}
        comment: "all of them"
      };
      int64 id = 1 [(orm.property).primary.generated = IDENTITY];
      bool flag = 2 [(orm.property).default = "true"];
      uint64 huge = 3 [(orm.property) = {default: "18446744073709551615" unique: true}];
      float thin = 4 [(orm.property).default = "0.1"];
      string note = 5 [(orm.property).default = "it's"];
      bytes blob = 6 [(orm.property).default = "/wE="];
      string born = 7 [(orm.property) = {type: DATE default: "2024-02-29"}];
      string opens = 8 [(orm.property) = {type: TIME default: "13:00:00"}];
      google.protobuf.Timestamp at = 9 [(orm.property).default_raw = "now()"];
      google.protobuf.Timestamp since = 10 [(orm.property).default = "2024-02-29T13:00:00Z"];
      google.protobuf.Duration takes = 11 [(orm.property).default = "PT1.5S"];
      map<string, string> facts = 12;
      Colour colour = 13 [(orm.property).default = "RED"];
      repeated int64 numbers = 14;
      repeated string words = 15;
      string code = 16 [(orm.property) = {type: VARCHAR length: 9 default: "x"}];
      string key = 17 [(orm.property) = {type: UUID default_raw: "gen_random_uuid()"}];
      string shout = 18 [(orm.property).generated = {sql: "upper(note)"}];
    })schema");
  Create(*schema);
  EXPECT_THAT(Create(*schema), IsEmpty());
  ASSERT_TRUE(Run("INSERT INTO \"sample\" DEFAULT VALUES").ok());
  EXPECT_EQ(Ask("SELECT \"huge\" FROM \"sample\""), "18446744073709551615");
  EXPECT_EQ(Ask("SELECT \"shout\" FROM \"sample\""), "IT'S");
  EXPECT_EQ(Ask("SELECT length(CAST(\"key\" AS text)) FROM \"sample\""), "36");
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
