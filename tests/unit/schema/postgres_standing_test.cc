// What others made, or another version of the entities, stands in the way of what is planned.
#include "orm/base/error.h"
#include "tests/unit/schema/postgres_schema_test.h"

namespace ormd {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Type kInteger = {.kind = TypeKind::kInteger};
const Type kBigint = {.kind = TypeKind::kBigint};
const Type kText = {};
const Type kState = {.kind = TypeKind::kEnum, .labels = {"OPEN", "SHUT"}, .database_type = "\"t_state\""};

using PostgresStandingTest = PostgresSchemaTest;

TEST_F(PostgresStandingTest, PartsMakeRoomForNewOnesOfTheirNames) {
  DatabaseSchema built = Tables({TableOf("t", {IdColumn(), Column("a", kText), Column("b", kText)})});
  Table& table = built.tables[0];
  table.checks = {{"t_check", "a > ''"}};
  table.indexes = {{"t_index", {}, {}, "lower(a)", "", "", false}};
  MigrateTo(built);
  table.checks = {{"t_check", "b > ''"}, {"t_check_1", "a > ''"}};
  table.indexes = {{"t_index", {}, {}, "lower(b)", "", "", false}, {"t_index_1", {}, {}, "lower(a)", "", "", false}};
  const std::vector<std::string> statements = StatementsOf(MigrateTo(built));
  EXPECT_THAT(statements, Contains("ALTER TABLE \"t\" RENAME CONSTRAINT \"t_check\" TO \"t_check_1\""));
  EXPECT_THAT(statements, Contains("ALTER INDEX \"t_index\" RENAME TO \"t_index_1\""));
  EXPECT_THAT(statements, Not(Contains(HasSubstr("DROP"))));
  // Names swapped, beside a change.
  table.checks = {{"t_check_1", "b > ''"}, {"t_check", "a > ''"}};
  table.comment = "c";
  MigrateTo(built);
  EXPECT_EQ(
      Ask("SELECT string_agg(conname || pg_get_constraintdef(oid), ' ' ORDER BY conname) FROM pg_constraint WHERE "
          "contype = 'c' AND conrelid = 't'::regclass"),
      "t_checkCHECK ((a > ''::text)) t_check_1CHECK ((b > ''::text))");
}

TEST_F(PostgresStandingTest, ASchemaAheadOfTheFirstIsRefused) {
  Run("SET search_path = \"$user\", public");
  const std::string user = Ask("SELECT current_user");
  MigrateTo(Tables({TableOf("user", {IdColumn()})}));
  DatabaseSchema built = Tables({TableOf("user", {IdColumn()}), TableOf("bill", {IdColumn()})});
  built.tables[1].name.schema = user;
  const DatabaseSchema before = Read();
  const DatabaseSchema after = Normalize(built);
  const auto planned = PostgresDialect().Plan(Compare(before, after, {}));
  EXPECT_EQ(ReasonOf(planned.status()), Reason::kUnsupported);
  EXPECT_THAT(planned.status().message(), HasSubstr("search path before public"));
}

TEST_F(PostgresStandingTest, AColumnCalledLikeAViewIsNoView) {
  DatabaseSchema built = Tables({TableOf("sale", {IdColumn(), Column("amount", kInteger), Column("day", kInteger)})});
  built.views = {ViewOf("daily", "SELECT day AS id, sum(amount) AS total FROM sale GROUP BY day"),
                 ViewOf("total", "SELECT 1 AS id, sum(total)::bigint AS n FROM daily")};
  MigrateTo(built);
  built.tables[0].columns[1].type = kBigint;
  MigrateTo(built);
}

TEST_F(PostgresStandingTest, AForeignViewOverAnEnumGoesWithIt) {
  DatabaseSchema built = Tables({TableOf("t", {IdColumn(), Column("st", kState)})});
  built.enums = {{{"", "t_state"}, {"OPEN", "SHUT"}}};
  MigrateTo(built);
  Run("CREATE VIEW theirs AS SELECT id FROM t WHERE st = 'OPEN'; CREATE VIEW above AS SELECT id FROM theirs; "
      "CREATE VIEW other AS WITH t AS (SELECT 1 AS id) SELECT id FROM t");
  const DatabaseSchema before = Read();
  DatabaseSchema after = before;
  after.tables.clear();
  after.enums.clear();
  const auto operations =
      PostgresDialect().Plan(Compare(before, after, {.drop_unknown = true, .safe = false, .ignore = {}}));
  EXPECT_TRUE(std::any_of(operations->begin(), operations->end(), [](const Operation& operation) {
    return operation.summary == "drop view \"theirs\", which needs what goes" &&
           operation.safety == Safety::kMayLoseData;
  }));
  EXPECT_TRUE(Apply(*operations).ok()) << failed_;
  EXPECT_EQ(Ask("SELECT viewname FROM pg_views WHERE schemaname = 'public'"), "other");
}

TEST_F(PostgresStandingTest, OnlyViewsOverAColumnAreMadeAnewWithAllThatTheyHave) {
  DatabaseSchema built = Tables({TableOf("t", {IdColumn(), Column("n", kInteger), Column("m", kInteger)})});
  MigrateTo(built);
  Run("CREATE VIEW over_n WITH (security_barrier = true) AS SELECT id, n FROM t; "
      "GRANT SELECT ON over_n TO PUBLIC; COMMENT ON COLUMN over_n.n IS 'hey'; COMMENT ON VIEW over_n IS 'you'; "
      "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
      "CREATE TRIGGER tr INSTEAD OF INSERT ON over_n FOR EACH ROW EXECUTE FUNCTION nothing(); "
      "CREATE VIEW over_m AS SELECT id, m FROM t");
  const std::string oid = Ask("SELECT 'over_m'::regclass::oid");
  built.tables[0].columns[1].type = kBigint;
  const DatabaseSchema before = Read();
  const DatabaseSchema after = Normalize(built);
  const auto operations = PostgresDialect().Plan(Compare(before, after, {}));
  EXPECT_TRUE(Apply(*operations).ok()) << failed_;
  EXPECT_EQ(Ask("SELECT 'over_m'::regclass::oid"), oid);
  EXPECT_EQ(Ask("SELECT array_to_string(reloptions, ' ') || ' ' || obj_description(oid, 'pg_class') || ' ' || "
                "col_description(oid, 2) || ' ' || has_table_privilege('pg_monitor', oid, 'SELECT') || ' ' || "
                "(SELECT count(*) FROM pg_trigger WHERE tgrelid = c.oid) FROM pg_class c WHERE relname = 'over_n'"),
            "security_barrier=true you hey true 1");
}

TEST_F(PostgresStandingTest, AViewThatIsMadeAnewKeepsTheGrantsOnItsColumns) {
  DatabaseSchema built = Tables({TableOf("t", {IdColumn(), Column("n", kInteger)})});
  MigrateTo(built);
  Run("CREATE VIEW over_n AS SELECT id, n FROM t; GRANT SELECT (n), UPDATE (n) ON over_n TO PUBLIC");
  built.tables[0].columns[1].type = kBigint;
  const DatabaseSchema before = Read();
  const DatabaseSchema after = Normalize(built);
  const auto operations = PostgresDialect().Plan(Compare(before, after, {}));
  EXPECT_TRUE(Apply(*operations).ok()) << failed_;
  EXPECT_EQ(Ask("SELECT has_column_privilege('pg_monitor', 'over_n', name, privilege) FROM (VALUES ('n', 'SELECT'), "
                "('n', 'UPDATE'), ('id', 'SELECT')) AS v (name, privilege)"),
            "t,t,f");
}

TEST_F(PostgresStandingTest, GrantsOnColumnsOfAnotherDefinitionAreToldOf) {
  DatabaseSchema built = Tables({TableOf("t", {IdColumn(), Column("n", kInteger)})});
  built.views = {ViewOf("v", "SELECT id, n FROM t")};
  MigrateTo(built);
  Run("GRANT SELECT ON v TO PUBLIC; GRANT UPDATE (n) ON v TO PUBLIC");
  built.views = {ViewOf("v", "SELECT id FROM t")};
  const std::vector<Operation> operations = MigrateTo(built);
  EXPECT_THAT(operations.back().summary, HasSubstr("without the grants on its columns \"n\""));
  EXPECT_EQ(Ask("SELECT has_table_privilege('pg_monitor', 'v', 'SELECT')"), "t");
}

TEST_F(PostgresStandingTest, WhatASnapshotDoesNotKnowOfAViewIsToldOf) {
  DatabaseSchema before = Tables({TableOf("t", {IdColumn(), Column("n", kInteger)})});
  before.views = {ViewOf("v", "SELECT id, n FROM t")};
  DatabaseSchema after = before;
  after.views = {ViewOf("v", "SELECT id FROM t")};
  const auto operations = PostgresDialect().Plan(Compare(before, after, {}));
  EXPECT_THAT(operations->front().summary, HasSubstr("grants"));
}

TEST_F(PostgresStandingTest, AViewOfOthersFollowsNewNames) {
  DatabaseSchema built = Tables({TableOf("t", {IdColumn(), Column("n", kInteger), Column("name", kText)})});
  MigrateTo(built);
  Run("INSERT INTO t (n, name) VALUES (1, 'a'); CREATE VIEW one AS SELECT id, name, n + 1 AS more, upper(name) AS big "
      "FROM t WHERE name <> ''; CREATE VIEW two AS SELECT x.name, y.n FROM t x JOIN one o ON o.name = x.name JOIN t y "
      "ON "
      "y.name = x.name; COMMENT ON COLUMN one.name IS 'hey'");
  built.tables[0].name.name = "u";
  built.tables[0].renamed_from = "t";
  built.tables[0].columns[1].type = kBigint;
  built.tables[0].columns[2].name = "title";
  built.tables[0].columns[2].renamed_from = "name";
  const DatabaseSchema before = Read();
  const DatabaseSchema after = Normalize(built);
  const auto operations = PostgresDialect().Plan(Compare(before, after, {}));
  EXPECT_TRUE(Apply(*operations).ok()) << failed_;
  EXPECT_EQ(Ask("SELECT name || more || big FROM one"), "a2A");
  EXPECT_EQ(Ask("SELECT name || n FROM two"), "a1");
  EXPECT_EQ(Ask("SELECT col_description('one'::regclass, 2)"), "hey");
}

TEST_F(PostgresStandingTest, ASequenceGrowsWithItsColumn) {
  Run("CREATE TABLE t (id serial PRIMARY KEY)");
  MigrateTo(Tables({TableOf("t", {IdColumn()})}));
  EXPECT_EQ(Ask("SELECT max_value FROM pg_sequences"), "9223372036854775807");
}

TEST_F(PostgresStandingTest, AnIdentityThatTakesNoOtherNumberIsLeftAlone) {
  Run("CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)");
  EXPECT_THAT(StatementsOf(Diff(Tables({TableOf("t", {IdColumn()})}))), IsEmpty());
}

TEST_F(PostgresStandingTest, ColumnsThatCountBesideTheKeyAreLeftAlone) {
  Run("CREATE TABLE t (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, a integer GENERATED ALWAYS AS IDENTITY, "
      "b serial)");
  DatabaseSchema built = Tables({TableOf(
      "t", {IdColumn(), Column("a", kInteger), WithDefault(Column("b", kInteger), "nextval('t_b_seq'::regclass)")})});
  EXPECT_EQ(ReadTable("t").columns[2].default_sql, "nextval('t_b_seq'::regclass)");
  EXPECT_THAT(StatementsOf(Diff(built)), IsEmpty());
}

TEST_F(PostgresStandingTest, AnIndexThatWasNotFinishedIsMadeAnew) {
  DatabaseSchema built = Tables({TableOf("t", {IdColumn(), Column("e", kText)})});
  MigrateTo(built);
  Run("INSERT INTO t (e) VALUES ('a'), ('a')");
  EXPECT_FALSE(connection_->ExecuteScript("CREATE UNIQUE INDEX CONCURRENTLY t_e_unique ON t (e)", {}).ok());
  Run("DELETE FROM t");
  built.tables[0].uniques = {{"t_e_unique", {"e"}, Deferrable::kNot}};
  MigrateTo(built);
  EXPECT_EQ(Ask("SELECT indisvalid::text FROM pg_index WHERE indexrelid = 't_e_unique'::regclass"), "true");
}

TEST_F(PostgresStandingTest, ADeferredTriggerOfOthersDoesNotStandInTheWay) {
  DatabaseSchema built = Tables({TableOf("t", {IdColumn(), Column("n", kInteger, true)})});
  MigrateTo(built);
  Run("INSERT INTO t (n) VALUES (NULL); "
      "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
      "CREATE CONSTRAINT TRIGGER ct AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "
      "nothing()");
  built.tables[0].columns[1].nullable = false;
  MigrateTo(built);
}

}  // namespace
}  // namespace ormd
