// What is compared and updated, with rows in the tables.
#include "tests/unit/schema/schema_manager_fixture.h"

namespace ormd {
namespace {

using testing::IsEmpty;
using testing::Not;

class SchemaUpdateTest : public SchemaManagerTest {};

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

TEST_P(SchemaUpdateTest, UpdatesTablesWithRows) {
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

TEST_P(SchemaUpdateTest, ASafeUpdateDropsNothing) {
  Create(*SchemaOf(kBefore));
  const CompareOptions safely = {.drop_unknown = true, .safe = true, .ignore = {}};
  Update(*SchemaOf(kAfter), safely);
  EXPECT_TRUE(Run("SELECT \"title\", \"note\", \"count\" FROM \"alpha\"").ok());
  EXPECT_TRUE(Run("SELECT * FROM \"b\"").ok());
  EXPECT_THAT(Diff(*SchemaOf(kAfter), safely), IsEmpty());
}

TEST_P(SchemaUpdateTest, AnUpdateThatRowsForbidChangesNothing) {
  Create(*SchemaOf(kBefore));
  ASSERT_TRUE(Run("INSERT INTO \"a\" VALUES (1, 'x', NULL), (2, 'x', NULL)").ok());
  const std::unique_ptr<Schema> after = SchemaOf(kAfter);
  const auto updated = SchemaManager(*after, dialect()).Update(*connection_, {}, SchemaMode::kRun, {});
  EXPECT_EQ(ReasonOf(updated.status()), Reason::kUniqueViolation) << updated.status();
  EXPECT_EQ(Ask("SELECT count(*) FROM \"a\""), "2");
  EXPECT_THAT(Diff(*SchemaOf(kBefore)), IsEmpty());
  ExpectForeignKeys();
}

TEST_P(SchemaUpdateTest, TablesOfNamedSchemasAreFoundAgain) {
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

TEST_P(SchemaUpdateTest, TablesOfTheFirstSchemaMaySaySo) {
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

TEST_P(SchemaUpdateTest, AGuessedRenameSaysSo) {
  ASSERT_TRUE(Run("CREATE TABLE a (id integer PRIMARY KEY, phone text NOT NULL)").ok());
  const auto safety = [&](const char* field) {
    const std::unique_ptr<Schema> schema = SchemaOf(
        StrCat("message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; ", field, " }"));
    return SchemaManager(*schema, dialect()).Diff(*connection_, {}, {}).value().at(0).safety;
  };
  EXPECT_EQ(safety("string nickname = 2;"), Safety::kMayLoseData);
  EXPECT_EQ(safety("string nickname = 2 [(orm.property).renamed_from = \"phone\"];"), Safety::kSafe);
}

TEST_P(SchemaUpdateTest, AValueThatIsNoLabelIsRefusedAndKept) {
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

TEST_P(SchemaUpdateTest, ASafeUpdateKeepsValuesAndNames) {
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

constexpr std::string_view kMayBeNull = R"schema(
  message A {
    option (orm.entity) = {};
    int32 id = 1 [(orm.property).primary = {}];
    optional string n = 2;
    optional string born = 3 [(orm.property).type = DATE];
    optional int32 age = 4;
  })schema";

constexpr std::string_view kIsRequired = R"schema(
  message A {
    option (orm.entity) = {};
    int32 id = 1 [(orm.property).primary = {}];
    string m = 2 [(orm.property) = {renamed_from: "n" unique: true}];
    string born = 3 [(orm.property).type = DATE];
    int64 age = 4;
  })schema";

TEST_P(SchemaUpdateTest, ASafeUpdateKeepsNulls) {
  Create(*SchemaOf(kMayBeNull));
  ASSERT_TRUE(Run("INSERT INTO a VALUES (1, NULL, NULL, 7)").ok());
  const std::unique_ptr<Schema> required = SchemaOf(kIsRequired);
  const CompareOptions safely = {.drop_unknown = false, .safe = true, .ignore = {}};
  Update(*required, safely);
  // What else is asked of the column is done, and so is what no row forbids.
  EXPECT_EQ(Ask("SELECT count(*) FROM a WHERE m IS NULL AND born IS NULL AND age = 7"), "1");
  EXPECT_EQ(ReasonOf(Run("INSERT INTO a VALUES (2, 'x', NULL, NULL)")), Reason::kNotNullViolation);
  EXPECT_THAT(Diff(*required, safely), IsEmpty());
  const auto missing = SchemaManager(*required, dialect()).Missing(*connection_, {});
  ASSERT_TRUE(missing.ok()) << missing.status();
  ASSERT_THAT(*missing, Not(IsEmpty()));
  EXPECT_EQ(missing->front().safety, Safety::kMayLoseData);
  EXPECT_THAT(missing->front().summary, testing::HasSubstr("nulls become its zero value"));
  // Who gives the rows their values can go on.
  ASSERT_TRUE(Run("UPDATE a SET m = 'x', born = '2024-02-29'").ok());
  const auto done = SchemaManager(*required, dialect()).Update(*connection_, safely, SchemaMode::kRun, {});
  ASSERT_TRUE(done.ok()) << done.status();
  for (const Operation& operation : *done) EXPECT_NE(operation.safety, Safety::kMayLoseData) << operation.summary;
  EXPECT_THAT(Diff(*required), IsEmpty());
}

TEST_P(SchemaUpdateTest, ColumnsThatNobodyFillsAreNamed) {
  ASSERT_TRUE(Run("CREATE TABLE a (id integer PRIMARY KEY, name text NOT NULL, note text, title text NOT NULL, "
                  "mark text NOT NULL DEFAULT 'x', free text)")
                  .ok());
  ASSERT_TRUE(Run("CREATE TABLE other (id integer PRIMARY KEY, n integer NOT NULL)").ok());
  const std::unique_ptr<Schema> schema = SchemaOf(kBefore);
  const auto obstacles = SchemaManager(*schema, dialect()).Obstacles(*connection_, {});
  ASSERT_TRUE(obstacles.ok()) << obstacles.status();
  EXPECT_THAT(*obstacles, testing::ElementsAre("\"a\".\"title\""));
}

TEST_P(SchemaUpdateTest, ARelationThatIsRequiredRefusesNullsAndInventsNoKey) {
  const auto entities = [](std::string_view options) {
    return SchemaOf(StrCat("message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; } "
                           "message B { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; "
                           "A a = 2 [(orm.property) = {",
                           options, " many_to_one: {}}]; }"));
  };
  Create(*entities("nullable: true"));
  ASSERT_TRUE(Run("INSERT INTO b VALUES (1, NULL)").ok());
  const std::unique_ptr<Schema> required = entities("");
  const SchemaManager manager(*required, dialect());
  for (const Operation& operation : manager.Diff(*connection_, {}, {}).value()) {
    EXPECT_NE(operation.safety, Safety::kMayLoseData) << operation.summary;
  }
  const absl::Status refused = manager.Update(*connection_, {}, SchemaMode::kRun, {}).status();
  EXPECT_EQ(ReasonOf(refused), Reason::kNotNullViolation) << refused;
  EXPECT_THAT(std::string(refused.message()), testing::HasSubstr("no null may stand"));
  EXPECT_EQ(Ask("SELECT count(*) FROM b WHERE a_id IS NULL"), "1");
  ASSERT_TRUE(Run("INSERT INTO a VALUES (7); UPDATE b SET a_id = 7").ok());
  EXPECT_THAT(Update(*required), Not(IsEmpty()));
  EXPECT_THAT(Diff(*required), IsEmpty());
}

TEST_P(SchemaUpdateTest, ANewRelationThatIsRequiredInventsNoKey) {
  const auto entities = [](std::string_view relation) {
    return SchemaOf(StrCat("message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; } "
                           "message B { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; ",
                           relation, " }"));
  };
  Create(*entities(""));
  // The row whose key is the zero value.
  ASSERT_TRUE(Run("INSERT INTO a VALUES (0); INSERT INTO b VALUES (1)").ok());
  const std::unique_ptr<Schema> required = entities("A a = 2 [(orm.property).many_to_one = {}];");
  const SchemaManager manager(*required, dialect());
  const absl::Status refused = manager.Update(*connection_, {}, SchemaMode::kRun, {}).status();
  EXPECT_EQ(ReasonOf(refused), Reason::kNotNullViolation) << refused;
  EXPECT_THAT(std::string(refused.message()), testing::HasSubstr("no row may stand"));
  // Who goes safely gets the column, and gives the rows their values before they are required.
  const CompareOptions safely = {.drop_unknown = false, .safe = true, .ignore = {}};
  Update(*required, safely);
  EXPECT_EQ(Ask("SELECT count(*) FROM b WHERE a_id IS NULL"), "1");
  EXPECT_THAT(manager.Missing(*connection_, {}).value(), Not(IsEmpty()));
  ASSERT_TRUE(Run("UPDATE b SET a_id = 0").ok());
  Update(*required, safely);
  EXPECT_THAT(Diff(*required), IsEmpty());
}

TEST_P(SchemaUpdateTest, ANewRelationThatIsRequiredComesToATableWithoutRows) {
  Create(*SchemaOf("message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; }"));
  const std::unique_ptr<Schema> required = SchemaOf(
      "message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; "
      "A a = 2 [(orm.property).many_to_one = {}]; }");
  Update(*required);
  EXPECT_THAT(Diff(*required), IsEmpty());
}

// Where no temporary table may be made PostgreSQL cannot be asked for its words.
TEST_P(SchemaUpdateTest, ADatabaseThatIsReadOnlyIsUpToDateStill) {
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message A {
      option (orm.entity) = {
        checks: {name: "n_check" expression: "n > 0"}
        indexes: {name: "lower_s" expression: "lower(s)" where: "s <> ''"}
      };
      int32 id = 1 [(orm.property).primary = {}];
      string s = 2 [(orm.property).default = "q"];
      int32 n = 3 [(orm.property).default_raw = "1 + 1"];
      int32 twice = 4 [(orm.property).generated.sql = "n * 2"];
    })schema");
  Create(*schema);
  ASSERT_TRUE(database_.is_sqlite() || Run("SET default_transaction_read_only = on").ok());
  EXPECT_THAT(SchemaManager(*schema, dialect()).Missing(*connection_, {}).value(), IsEmpty());
  EXPECT_THAT(Diff(*schema), IsEmpty());
}

TEST_P(SchemaUpdateTest, ADefaultMayBeAnyExpression) {
  const std::unique_ptr<Schema> schema = SchemaOf(R"schema(
    message A {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      bool b = 2 [(orm.property).default_raw = "1 = 1 OR false"];
      string s = 3 [(orm.property).default_raw = "'it''s ' || 'me'"];
    })schema");
  Create(*schema);
  EXPECT_THAT(Diff(*schema), IsEmpty());
  ASSERT_TRUE(Run("INSERT INTO a (id) VALUES (1)").ok());
  EXPECT_EQ(Ask("SELECT s FROM a WHERE b"), "it's me");
}

// The old names are given away in the same step.
TEST_P(SchemaUpdateTest, ARenameHoldsThoughItsOldNameIsAnothersByThen) {
  Create(*SchemaOf("message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; "
                   "string s = 2; optional string t = 3; }"));
  ASSERT_TRUE(Run("INSERT INTO a VALUES (1, 'one', 'two')").ok());
  const std::unique_ptr<Schema> renamed = SchemaOf(R"schema(
    message B {
      option (orm.entity) = {renamed_from: "a"};
      int32 id = 1 [(orm.property).primary = {}];
      string s = 2;
      optional string u = 3 [(orm.property).renamed_from = "t"];
      optional string t = 4;
    }
    message A {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      string z = 2;
    })schema");
  Update(*renamed);
  EXPECT_EQ(Ask("SELECT s FROM b"), "one");
  EXPECT_EQ(Ask("SELECT u FROM b WHERE t IS NULL"), "two");
  EXPECT_EQ(Ask("SELECT count(*) FROM a"), "0");
  EXPECT_THAT(Diff(*renamed), IsEmpty());
}

TEST_P(SchemaUpdateTest, LongNamesAreFoundAgain) {
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

TEST_P(SchemaUpdateTest, EveryTypeAndIndexIsUnderstood) {
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

INSTANTIATE_TEST_SUITE_P(All, SchemaUpdateTest, testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
