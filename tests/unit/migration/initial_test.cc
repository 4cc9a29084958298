#include <thread>

#include "tests/unit/migration/create_fixture.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class InitialTest : public CreateTest {};

TEST_P(InitialTest, AnInitialMigrationLeavesWhatItIgnores) {
  ASSERT_TRUE(CreateHere().ok());
  ASSERT_TRUE(Up().ok());
  std::filesystem::remove_all(directory());
  ASSERT_TRUE(Run("DROP TABLE ormd_migrations").ok());
  Entities(kWithPages);
  CreateMigration options;
  options.initial = true;
  options.compare.ignore = {"author", "shelf"};
  EXPECT_TRUE(CreateHere(options).value().logged);
  EXPECT_THAT(Create().value().up, AllOf(HasSubstr("author"), HasSubstr("shelf"), Not(HasSubstr("book"))));
}

TEST_P(InitialTest, AnInitialMigrationRunsOnAnEmptyDatabase) {
  Entities(kTwoEntities);
  const CreatedMigration initial = CreateInitial().value();
  EXPECT_FALSE(initial.logged);
  EXPECT_THAT(Logged(), IsEmpty());
  EXPECT_THAT(Up().value(), ElementsAre(initial.name));
  EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
}

TEST_P(InitialTest, AnInitialMigrationOfWhatStandsIsLoggedOnly) {
  Entities(kTwoEntities);
  CreateMigration dump;
  dump.dump = true;
  const std::vector<Operation> operations = CreateHere(dump).value().operations;
  for (const std::string& statement : StatementsOf(operations)) ASSERT_TRUE(Run(statement).ok()) << statement;
  const CreatedMigration initial = CreateInitial().value();
  EXPECT_TRUE(initial.logged);
  EXPECT_THAT(Logged(), ElementsAre(initial.name));
  EXPECT_THAT(Up().value(), IsEmpty());
  EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
}

TEST_P(InitialTest, AnInitialMigrationOfAPartIsRefused) {
  Entities(kTwoEntities);
  ASSERT_TRUE(Run("CREATE TABLE book (id integer)").ok());
  EXPECT_THAT(Refused(CreateInitial().status()), AllOf(HasSubstr("book"), HasSubstr("author")));
  EXPECT_THAT(migrations().Read().value(), IsEmpty());
}

TEST_P(InitialTest, OfTwoAtOnceOneIsTheFirst) {
  Entities(kTwoEntities);
  CreateMigration initial;
  initial.initial = true;
  absl::Status statuses[2];
  const auto create = [&](absl::Status& status) { status = migrator().Create(initial, Connect().get(), {}).status(); };
  std::thread other([&] { create(statuses[0]); });
  create(statuses[1]);
  other.join();
  EXPECT_NE(statuses[0].ok(), statuses[1].ok());
  EXPECT_THAT(Refused(statuses[0].ok() ? statuses[1] : statuses[0]), HasSubstr(directory()));
  EXPECT_THAT(migrations().Read().value(), SizeIs(1));
}

TEST_P(InitialTest, AnInitialMigrationIsTheFirst) {
  const std::string a = Put(1, "a", "SELECT 1", "");
  EXPECT_THAT(Refused(CreateInitial().status()), HasSubstr(directory()));
  ASSERT_TRUE(Up().ok());
  std::filesystem::remove_all(directory());
  EXPECT_THAT(Refused(CreateInitial().status()), HasSubstr("the database"));
  EXPECT_THAT(
      Refused(migrator()
                  .Create({.name = "i", .blank = false, .initial = true, .dump = false, .compare = {}}, nullptr, {})
                  .status()),
      HasSubstr("database"));
}

TEST_P(InitialTest, CheckTellsWhatIsMissingWhere) {
  EXPECT_THAT(Refused(migrator().Check(nullptr, {}, {}).status()), HasSubstr("snapshot.json"));
  const CreatedMigration first = CreateHere().value();
  EXPECT_TRUE(migrator().Check(nullptr, {}, {}).value().up_to_date());
  MigrationCheck check = Check();
  EXPECT_THAT(check.pending, ElementsAre(first.name));
  EXPECT_THAT(check.operations, Not(IsEmpty()));
  ASSERT_TRUE(Up().ok());
  EXPECT_TRUE(Check().up_to_date());

  Put(first.name + ".up.sql", "SELECT 1");
  EXPECT_THAT(Check().changed, ElementsAre(first.name));
  std::filesystem::remove(directory() + "/" + first.name + ".up.sql");
  std::filesystem::remove(directory() + "/" + first.name + ".down.sql");
  EXPECT_THAT(Check().missing, ElementsAre(first.name));
  Entities(kTwoEntities);
  EXPECT_THAT(migrator().Check(nullptr, {}, {}).value().operations, Not(IsEmpty()));
}

TEST_P(InitialTest, FreshStartsAgainAndLeavesOthersAlone) {
  Entities(kTwoEntities);
  const CreatedMigration first = CreateHere().value();
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(Run("CREATE TABLE foreign_one (id integer); INSERT INTO author (name) VALUES ('Ann'); INSERT INTO book "
                  "(title, author_id) VALUES ('A', 1)")
                  .ok());
  Entities(kRenamed);
  const CreatedMigration second = Create().value();
  EXPECT_THAT(migrator().Fresh(*connection_, {}, {}).value(), ElementsAre(first.name, second.name));
  EXPECT_EQ(Ask("SELECT count(*) FROM author"), "0");
  EXPECT_TRUE(HasTable("foreign_one"));
  EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
  EXPECT_THAT(Logged(), ElementsAre(first.name, second.name));
}

TEST_P(InitialTest, FreshDropsNothingWhereAFileCannotRun) {
  ASSERT_TRUE(CreateHere().ok());
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(Run("INSERT INTO book (title) VALUES ('A')").ok());
  Put("20990101000000_x.up.sql", "COMMIT");
  EXPECT_THAT(Refused(migrator().Fresh(*connection_, {}, {}).status()), HasSubstr("COMMIT"));
  EXPECT_EQ(Ask("SELECT count(*) FROM book"), "1");
}

TEST_P(InitialTest, TablesOfTheFirstSchemaAreFound) {
  if (database_.is_sqlite()) return;
  Entities(R"(
message T {
  option (orm.entity) = {schema: "public"};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
}
)");
  ASSERT_TRUE(Run("CREATE TABLE t (id bigserial PRIMARY KEY); INSERT INTO t DEFAULT VALUES").ok());
  const CreatedMigration initial = CreateInitial().value();
  EXPECT_TRUE(initial.logged);
  EXPECT_THAT(migrator().Fresh(*connection_, {}, {}).value(), ElementsAre(initial.name));
  EXPECT_EQ(Ask("SELECT count(*) FROM t"), "0");
}

TEST_P(InitialTest, FreshKnowsTablesInAnotherCase) {
  if (!database_.is_sqlite()) return;
  ASSERT_TRUE(CreateHere().ok());
  ASSERT_TRUE(Run("CREATE TABLE \"Book\" (id integer PRIMARY KEY, title text)").ok());
  const auto fresh = migrator().Fresh(*connection_, {}, {});
  EXPECT_TRUE(fresh.ok()) << fresh.status();
  EXPECT_TRUE(HasTable("book"));
}

INSTANTIATE_TEST_SUITE_P(All, InitialTest, testing::ValuesIn(kDatabases), DatabaseName);

}  // namespace
}  // namespace ormd
