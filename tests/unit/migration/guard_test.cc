#include "orm/schema/schema_lock.h"
#include "tests/unit/migration/migrator_fixture.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class GuardTest : public MigratorTest {};
class PostgresGuardTest : public MigratorTest {};
class SqliteGuardTest : public MigratorTest {};

TEST_P(SqliteGuardTest, ATableThatIsMadeAnewKeepsWhatRefersToIt) {
  Put(1, "a",
      "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (a_id integer REFERENCES a ON DELETE CASCADE);"
      "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)",
      "");
  Put(2, "b",
      "CREATE TABLE n (id integer PRIMARY KEY, x text); INSERT INTO n (id) SELECT id FROM a; DROP TABLE a;"
      "ALTER TABLE n RENAME TO a",
      "");
  ASSERT_TRUE(Up().ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM b"), "1");
  EXPECT_EQ(Ask("PRAGMA foreign_keys"), "1");
}

TEST_P(SqliteGuardTest, ATableThatIsMadeAnewKeepsItsTriggers) {
  Put(1, "a",
      "CREATE TABLE a (n integer); CREATE TABLE log (n integer);"
      "CREATE TRIGGER a_log AFTER INSERT ON a BEGIN INSERT INTO log VALUES (new.n); END",
      "");
  Put(2, "b",
      "CREATE TABLE ormd_new_a (n integer, m integer); INSERT INTO ormd_new_a SELECT n, 0 FROM a; DROP TABLE a;"
      "ALTER TABLE \"ormd_new_a\" RENAME TO \"a\"",
      "");
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(Run("INSERT INTO a VALUES (1, 2)").ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM log"), "1");

  Put(3, "c", "DROP TRIGGER a_log", "");
  Put(4, "d", "DROP TABLE a; CREATE TABLE a (n integer)", "");
  ASSERT_TRUE(Up().ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"), "0");
}

TEST_P(SqliteGuardTest, TriggersFollowRenamesAndStayAwayWhereTheyAreDropped) {
  Put(1, "a",
      "CREATE TABLE a (n integer, m integer); CREATE TABLE log (n integer); CREATE INDEX hand ON a (m);"
      "CREATE TRIGGER a_log AFTER INSERT ON a BEGIN INSERT INTO log (n) VALUES (new.n); END;"
      "CREATE TRIGGER a_gone AFTER INSERT ON a BEGIN INSERT INTO log (n) VALUES (7); END",
      "");
  Put(2, "b",
      "-- ormd: no-transaction\nDROP TRIGGER a_gone; ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME COLUMN n TO k;"
      "CREATE TABLE new_b (k integer, m integer); INSERT INTO new_b SELECT k, m FROM b; DROP TABLE b;"
      "ALTER TABLE new_b RENAME TO b; CREATE INDEX hand ON b (k)",
      "");
  const auto up = Up();
  ASSERT_TRUE(up.ok()) << up.status();
  ASSERT_TRUE(Run("INSERT INTO b VALUES (1, 2)").ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM log"), "1");
  EXPECT_EQ(Ask("SELECT name FROM pragma_index_info('hand')"), "k");
}

TEST_P(SqliteGuardTest, RowsThatReferredToNothingBeforeAreNoMigrationsFault) {
  ASSERT_TRUE(Run("PRAGMA foreign_keys = OFF; CREATE TABLE p (id integer PRIMARY KEY); "
                  "CREATE TABLE c (p_id integer REFERENCES p); INSERT INTO c VALUES (7); PRAGMA foreign_keys = ON")
                  .ok());
  Put(1, "a", "CREATE TABLE a (n integer)", "");
  EXPECT_TRUE(Up().ok());
  Put(2, "b", "INSERT INTO c VALUES (8)", "");
  EXPECT_EQ(ReasonOf(Up().status()), Reason::kMigrationFailed);
}

TEST_P(SqliteGuardTest, RowsThatReferToNothingAreNoFaultOfARename) {
  ASSERT_TRUE(Run("PRAGMA foreign_keys = OFF; CREATE TABLE p (id integer PRIMARY KEY); "
                  "CREATE TABLE c (p_id integer REFERENCES p); INSERT INTO c VALUES (7); PRAGMA foreign_keys = ON")
                  .ok());
  Put(1, "child",
      "ALTER TABLE c RENAME TO Child; CREATE TABLE anew (p_id integer REFERENCES p, n integer); "
      "INSERT INTO anew SELECT p_id, 0 FROM Child; DROP TABLE Child; ALTER TABLE anew RENAME TO Child;",
      "ALTER TABLE Child RENAME TO c;");
  Put(2, "parent", "ALTER TABLE p RENAME TO parent;", "ALTER TABLE parent RENAME TO p;");
  Put(3, "more", "INSERT INTO Child VALUES (8, 0);", "");
  EXPECT_THAT(std::string(Up().status().message()), HasSubstr("1 row of Child"));
  EXPECT_EQ(Logged().size(), 2);
  EXPECT_TRUE(Down().ok());
  EXPECT_TRUE(Down().ok());
  RunMigrations together;
  together.all_or_nothing = true;
  EXPECT_THAT(std::string(Up(together).status().message()), HasSubstr("1 row of Child"));
  EXPECT_EQ(Ask("SELECT count(*) FROM c"), "1");
}

TEST_P(GuardTest, AHandWrittenRenameTakesReferencesAlong) {
  Put(1, "a", "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (a_id integer REFERENCES a)", "");
  Put(2, "b", "ALTER TABLE a RENAME TO c", "");
  Put(3, "c", "INSERT INTO c VALUES (1); INSERT INTO b VALUES (1)", "");
  EXPECT_TRUE(Up().ok());
  EXPECT_EQ(ReasonOf(Run("INSERT INTO b VALUES (2)")), Reason::kForeignKeyViolation);
}

TEST_P(GuardTest, RowsThatReferToNothingAreRefusedWithTheirNumber) {
  const std::string a =
      Put(1, "a", "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (a_id integer REFERENCES a)", "");
  Put(2, "b", "INSERT INTO b VALUES (7);\nINSERT INTO b VALUES (8)", "");
  const absl::Status status = Up().status();
  EXPECT_EQ(ReasonOf(status), Reason::kMigrationFailed) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("20260102000000_b.up.sql"));
  EXPECT_THAT(std::string(status.message()), HasSubstr(database_.is_sqlite() ? "2 rows of b" : "statement 1"));
  EXPECT_THAT(Logged(), ElementsAre(a));
  EXPECT_EQ(Ask("SELECT count(*) FROM b"), "0");
  EXPECT_EQ(ReasonOf(Run("INSERT INTO b VALUES (7)")), Reason::kForeignKeyViolation);
}

TEST_P(PostgresGuardTest, AScriptMaySetTheSearchPath) {
  const std::string a =
      Put(1, "a", "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.a (id integer)", "");
  const std::string b =
      Put(2, "b", "-- ormd: no-transaction\nCREATE SCHEMA s;\nSET search_path = s;\nCREATE TABLE b (id integer)", "");
  EXPECT_THAT(Up().value(), ElementsAre(a, b));
  EXPECT_EQ(Ask("SELECT count(*) FROM s.b"), "0");
  EXPECT_THAT(Logged(), ElementsAre(a, b));
  EXPECT_THAT(Ask("SHOW search_path"), HasSubstr("public"));
}

TEST_P(PostgresGuardTest, EachSchemaOfPostgresHasALogOfItsOwn) {
  const std::string a = Put(1, "a", "CREATE TABLE a (id integer)", "");
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(Run("CREATE SCHEMA tenant; SET search_path = tenant, public").ok());
  EXPECT_THAT(Logged(), IsEmpty());
  EXPECT_THAT(Up().value(), ElementsAre(a));
  EXPECT_EQ(Ask("SELECT count(*) FROM tenant.a"), "0");
}

constexpr std::string_view kSchemaOfTheUser = "DO $$ BEGIN EXECUTE format('CREATE SCHEMA %I', current_user); END $$";

TEST_P(PostgresGuardTest, AMigrationMayNotChangeWhereNamesWithoutASchemaGo) {
  ASSERT_TRUE(Run("SET search_path = \"$user\", public").ok());
  const std::string a = Put(1, "a", "CREATE TABLE a (id integer)", "");
  Put(2, "b", kSchemaOfTheUser, "");
  const absl::Status status = Up().status();
  EXPECT_EQ(ReasonOf(status), Reason::kMigrationFailed) << status;
  EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr("20260102000000_b.up.sql"), HasSubstr("public")));
  EXPECT_EQ(Ask("SELECT current_schema()"), "public");
  EXPECT_THAT(Logged(), ElementsAre(a));

  ASSERT_TRUE(Run("SET search_path = public").ok());
  EXPECT_THAT(Up().value(), SizeIs(1));
}

TEST_P(PostgresGuardTest, ALogBehindASchemaOfTheUserIsToldOf) {
  ASSERT_TRUE(Run("SET search_path = \"$user\", public").ok());
  Put(1, "a", "CREATE TABLE a (id integer)", "");
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(Run(std::string(kSchemaOfTheUser)).ok());
  EXPECT_THAT(Refused(migrator().List(*connection_, {}).status()), HasSubstr("public"));
  EXPECT_THAT(Refused(Up().status()), HasSubstr("public"));
  EXPECT_THAT(Refused(migrator().Check(connection_.get(), {}, {}).status()), HasSubstr("public"));
  ASSERT_TRUE(Run("SET search_path = public").ok());
  EXPECT_THAT(Up().value(), IsEmpty());
}

TEST_P(PostgresGuardTest, AMigrationMayActAsAnotherRole) {
  ASSERT_TRUE(Run("SET search_path = \"$user\", public").ok());
  const std::string a = Put(1, "a",
                            "CREATE ROLE ormd_guard; CREATE SCHEMA ormd_guard AUTHORIZATION ormd_guard; "
                            "GRANT ALL ON ormd_migrations TO ormd_guard; SET LOCAL ROLE ormd_guard",
                            "");
  EXPECT_THAT(Up().value(), ElementsAre(a));
  EXPECT_TRUE(Run("DROP OWNED BY ormd_guard; DROP ROLE ormd_guard").ok());
}

TEST_P(PostgresGuardTest, WhatAScriptSetsEndsWithIt) {
  ASSERT_TRUE(Run("CREATE ROLE ormd_guest; GRANT CREATE ON SCHEMA public TO ormd_guest").ok());
  Put(1, "a",
      "SET statement_timeout = '7s'; SET TimeZone = 'Asia/Tokyo'; SET ROLE ormd_guest; CREATE TABLE a (id integer)", "");
  Put(2, "b",
      "-- ormd: no-transaction\nCREATE TABLE b AS SELECT current_setting('statement_timeout') AS timeout, "
      "current_user::text AS who; SET ROLE ormd_guest",
      "");
  EXPECT_THAT(Up().value(), SizeIs(2));
  EXPECT_EQ(Ask("SELECT timeout FROM b"), "0");
  EXPECT_EQ(Ask("SELECT who = session_user::text FROM b"), "t");
  EXPECT_EQ(Ask("SELECT current_user = session_user"), "t");
  EXPECT_EQ(Ask("SHOW TimeZone"), "UTC");
  EXPECT_TRUE(Run("DROP OWNED BY ormd_guest; DROP ROLE ormd_guest").ok());
}

TEST_P(PostgresGuardTest, WhatIsRolledUpSetsNothingForTheNext) {
  ASSERT_TRUE(Run("CREATE SCHEMA tenant").ok());
  Put(1, "a", "SET search_path = tenant; CREATE TABLE a (id integer)", "DROP TABLE tenant.a");
  Put(2, "b", "CREATE TABLE b (id integer)", "SET search_path = public; DROP TABLE b");
  ASSERT_TRUE(Up().ok());
  const std::string all = migrator().RollUp(*connection_, "all", {}).value();
  EXPECT_THAT(Down().value(), ElementsAre(all));
  EXPECT_THAT(Up().value(), ElementsAre(all));
  EXPECT_EQ(Ask("SELECT count(*) FROM tenant.a"), "0");
  EXPECT_EQ(Ask("SELECT count(*) FROM public.b"), "0");
}

TEST_P(PostgresGuardTest, AViewNamedLikeTheLogIsToldOf) {
  ASSERT_TRUE(Run("CREATE VIEW ormd_migrations AS SELECT 1 AS name").ok());
  EXPECT_THAT(Refused(Up().status()), HasSubstr("ormd_migrations"));
}

TEST_P(PostgresGuardTest, DeferredConstraintsThatFailAtTheCommitAreTold) {
  Put(1, "a",
      "CREATE TABLE a (id integer PRIMARY KEY, a_id integer REFERENCES a DEFERRABLE INITIALLY DEFERRED);"
      "INSERT INTO a VALUES (1, 2)",
      "");
  const absl::Status status = Up().status();
  EXPECT_EQ(ReasonOf(status), Reason::kMigrationFailed) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("20260101000000_a.up.sql"));
  EXPECT_FALSE(HasTable("a"));
}

TEST_P(PostgresGuardTest, ALockThatTheScriptGivesBackChangesNothing) {
  const std::string a = Put(1, "a", "SELECT pg_advisory_unlock_all()", "");
  const std::string b = Put(2, "b", "CREATE TABLE b (id integer)", "");
  EXPECT_THAT(Up().value(), ElementsAre(a, b));
}

TEST_P(PostgresGuardTest, EachTransactionHasTheLockThoughTheSessionHasLostIt) {
  const std::string a = Put(1, "a", "SELECT pg_advisory_unlock_all()", "");
  Put(2, "b", "CREATE TABLE b (id integer)", "");
  const std::unique_ptr<Connection> other = Connect();
  SchemaLock lock(dialect().platform(), *other, SchemaLock::Scope::kTransaction);
  RunMigrations options;
  options.lock_timeout = absl::Milliseconds(100);
  options.progress = [&](const MigrationProgress& progress) {
    if (progress.event != MigrationProgress::Event::kDone || progress.name != a) return;
    ASSERT_TRUE(other->Begin({}, {}).ok());
    ASSERT_TRUE(lock.Acquire(absl::Now(), {}).ok());
  };
  EXPECT_EQ(ReasonOf(Up(options).status()), Reason::kLockNotAvailable);
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_THAT(Logged(), ElementsAre(a));
  EXPECT_FALSE(HasTable("b"));
  ASSERT_TRUE(other->Rollback({}).ok());
  EXPECT_THAT(Up().value(), SizeIs(1));
}

INSTANTIATE_TEST_SUITE_P(All, GuardTest, testing::ValuesIn(kDatabases), DatabaseName);
INSTANTIATE_TEST_SUITE_P(All, PostgresGuardTest, testing::Values("postgresql"), DatabaseName);
INSTANTIATE_TEST_SUITE_P(All, SqliteGuardTest, testing::Values("sqlite"), DatabaseName);

}  // namespace
}  // namespace ormd
