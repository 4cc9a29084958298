#include <thread>

#include "tests/unit/migration/create_fixture.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST_P(CreateTest, TheFirstNeedsADatabaseTheOthersDoNot) {
  EXPECT_THAT(Refused(Create().status()), HasSubstr("database"));
  const CreatedMigration first = CreateHere().value();
  EXPECT_THAT(first.name, HasSubstr("_migration"));
  EXPECT_EQ(first.path, migrations().UpPath(first.name));
  EXPECT_THAT(first.up, HasSubstr("-- create table"));

  Entities(kTwoEntities);
  const CreatedMigration second = Create().value();
  EXPECT_GT(second.name, first.name);
  EXPECT_THAT(Up().value(), ElementsAre(first.name, second.name));
  EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
}

TEST_P(CreateTest, WhatNeedsNoDatabaseIsKnownBefore) {
  CreateMigration blank;
  blank.blank = true;
  CreateMigration initial;
  initial.initial = true;
  EXPECT_FALSE(migrator().CreatesOffline({}).value());
  EXPECT_TRUE(migrator().CreatesOffline(blank).value());
  ASSERT_TRUE(CreateHere().ok());
  EXPECT_TRUE(migrator().CreatesOffline({}).value());
  EXPECT_FALSE(migrator().CreatesOffline(initial).value());
}

TEST_P(CreateTest, WhatAMigrationIgnoresIsLeftToTheNext) {
  ASSERT_TRUE(CreateHere().ok());
  Entities(kWithPages);
  CreateMigration ignoring;
  ignoring.compare.ignore = {"book", "shelf"};
  const CreatedMigration author = Create(ignoring).value();
  EXPECT_THAT(author.up, AllOf(HasSubstr("author"), Not(HasSubstr("book")), Not(HasSubstr("shelf"))));
  EXPECT_FALSE(migrator().Check(nullptr, {}, {}).value().up_to_date());
  EXPECT_TRUE(migrator().Check(nullptr, ignoring.compare, {}).value().up_to_date());

  const CreatedMigration rest = Create().value();
  EXPECT_THAT(rest.up, AllOf(HasSubstr("pages"), HasSubstr("shelf"), Not(HasSubstr("author"))));
  ASSERT_TRUE(Up().ok());
  EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
}

TEST_P(CreateTest, WhatTheFirstIgnoresIsLeftToTheNext) {
  ASSERT_TRUE(CreateHere().ok());
  ASSERT_TRUE(Up().ok());
  std::filesystem::remove(migrations().SnapshotPath());
  Entities(kWithPages);
  CreateMigration ignoring;
  ignoring.compare.ignore = {"book"};
  EXPECT_THAT(CreateHere(ignoring).value().up, Not(HasSubstr("pages")));
  EXPECT_THAT(Create().value().up, AllOf(HasSubstr("pages"), Not(HasSubstr("shelf"))));
}

TEST_P(CreateTest, NothingIsWrittenWhereNothingDiffers) {
  ASSERT_TRUE(CreateHere().ok());
  const CreatedMigration nothing = Create().value();
  EXPECT_EQ(nothing.name, "");
  EXPECT_THAT(nothing.operations, IsEmpty());
  EXPECT_THAT(migrations().Read().value(), SizeIs(1));
}

// The names of `count` migrations that are created at once, without those that found nothing.
template <typename Create>
std::vector<std::string> CreatedAtOnce(size_t count, Create create) {
  std::vector<std::string> names(count);
  std::vector<std::thread> threads;
  for (std::string& name : names) threads.emplace_back([&name, &create] { name = create(); });
  for (std::thread& thread : threads) thread.join();
  std::erase(names, "");
  return names;
}

TEST_P(CreateTest, OfManyAtOnceOneWritesTheSteps) {
  ASSERT_TRUE(CreateHere().ok());
  Entities(kTwoEntities);
  EXPECT_THAT(CreatedAtOnce(8, [&] { return Create().value().name; }), SizeIs(1));
  EXPECT_THAT(migrations().Read().value(), SizeIs(2));
  ASSERT_TRUE(Up().ok());
  EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
}

TEST_P(CreateTest, OfManyFirstOnesAtOnceOneWritesTheSteps) {
  const auto create = [&] { return migrator().Create({}, Connect().get(), {}).value().name; };
  EXPECT_THAT(CreatedAtOnce(4, create), SizeIs(1));
  EXPECT_THAT(migrations().Read().value(), SizeIs(1));
}

TEST_P(CreateTest, NoDirectoryIsLeftWhereNothingWasWritten) {
  ASSERT_TRUE(CreateHere().ok());
  ASSERT_TRUE(Up().ok());
  std::filesystem::remove_all(directory());
  EXPECT_EQ(CreateHere().value().name, "");
  EXPECT_FALSE(std::filesystem::exists(directory()));
}

TEST_P(CreateTest, UpAndDownMeetWithRowsPresent) {
  Entities(kTwoEntities);
  const CreatedMigration first = CreateHere().value();
  Entities(kRenamed);
  const CreatedMigration second = Create().value();
  EXPECT_THAT(second.up, HasSubstr("-- This migration may lose data"));
  EXPECT_THAT(second.up, HasSubstr("\n-- may lose data\n"));

  RunMigrations options;
  options.to = first.name;
  ASSERT_TRUE(Up(options).ok());
  const std::string before = SchemaToJson(dialect().Read(*connection_, {}).value());
  ASSERT_TRUE(
      Run("INSERT INTO author (name) VALUES ('Ann'); INSERT INTO book (title, author_id) VALUES ('A', 1)").ok());
  ASSERT_TRUE(Up().ok());
  EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
  EXPECT_EQ(Ask("SELECT full_name FROM author"), "Ann");
  const absl::Status down = Down().status();
  ASSERT_TRUE(down.ok()) << down;
  EXPECT_EQ(Ask("SELECT name FROM author"), "Ann");
  EXPECT_EQ(Ask("SELECT author_id FROM book"), "1");
  Entities(kTwoEntities);
  EXPECT_THAT(DriftOf(Check()), IsEmpty());
  EXPECT_EQ(SchemaToJson(dialect().Read(*connection_, {}).value()).size(), before.size());
  ASSERT_TRUE(Down().ok());
  EXPECT_FALSE(HasTable("author"));
}

constexpr std::string_view kNote = R"(
message Note {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string text = 2;
})";

TEST_P(CreateTest, ARenameWhoseOldNameIsGivenAwayGoesBothWays) {
  Entities(kNote);
  ASSERT_TRUE(CreateHere().ok());
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(Run("INSERT INTO note (text) VALUES ('one')").ok());
  Entities(R"(
message Memo {
  option (orm.entity) = {renamed_from: "note"};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string text = 2;
}
message Note {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  bool loud = 2;
})");
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(Up().ok());
  EXPECT_EQ(Ask("SELECT text FROM memo"), "one");
  EXPECT_THAT(DriftOf(Check()), IsEmpty());
  RunMigrations one;
  const absl::Status down = Down(one).status();
  ASSERT_TRUE(down.ok()) << down;
  EXPECT_EQ(Ask("SELECT text FROM note"), "one");
}

TEST_P(CreateTest, TheUsualSchemaMayBeWrittenOut) {
  if (database_.is_sqlite()) return;  // has none
  Entities(kNote);
  ASSERT_TRUE(CreateHere().ok());
  ASSERT_TRUE(Up().ok());
  std::string named(kNote);
  named.replace(named.find("{};"), 3, "{schema: \"public\"};");
  Entities(named);
  EXPECT_THAT(Create().value().operations, IsEmpty());
  EXPECT_THAT(DriftOf(Check()), IsEmpty());
}

TEST_P(CreateTest, AnEntityThatIsGoneTakesItsTableAlong) {
  Entities(kTwoEntities);
  ASSERT_TRUE(CreateHere().ok());
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(Run("CREATE TABLE foreign_one (id integer)").ok());
  Entities(kOneEntity);
  EXPECT_THAT(Create().value().up, HasSubstr("DROP TABLE"));
  ASSERT_TRUE(Up().ok());
  EXPECT_FALSE(HasTable("author"));
  EXPECT_TRUE(HasTable("foreign_one"));
  EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
  CompareOptions all;
  all.drop_unknown = true;
  EXPECT_THAT(DriftOf(Check(all)), ElementsAre(HasSubstr("foreign_one")));
}

TEST_P(CreateTest, TablesThatAreNotOrmdsAreNoBusinessOfADown) {
  ASSERT_TRUE(Run("CREATE TABLE foreign_one (id integer)").ok());
  const CreatedMigration first = CreateHere().value();
  EXPECT_THAT(first.up + first.down, Not(HasSubstr("foreign_one")));
  EXPECT_THAT(migrations().ReadSnapshot().value().value(), Not(HasSubstr("foreign_one")));
}

TEST_P(CreateTest, WhatASafeMigrationKeepsIsDroppedByALaterOne) {
  Entities(kTwoEntities);
  ASSERT_TRUE(CreateHere().ok());
  Entities(kOneEntity);
  CreateMigration safe;
  safe.compare.safe = true;
  EXPECT_EQ(Create(safe).value().name, "");
  Entities(R"(message Book { option (orm.entity) = {}; int64 id = 1 [(orm.property).primary.generated = IDENTITY];
                             string title = 2; string subtitle = 3; })");
  const CreatedMigration kept = Create(safe).value();
  EXPECT_THAT(kept.up, AllOf(HasSubstr("subtitle"), Not(HasSubstr("lose data"))));
  EXPECT_THAT(kept.down, Not(HasSubstr("author")));
  EXPECT_THAT(Create().value().up, AllOf(HasSubstr("DROP TABLE \"author\""), HasSubstr("price")));
  ASSERT_TRUE(Up().ok());
  EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
  RunMigrations all;
  all.to = Logged().front();
  const absl::Status down = Down(all).status();
  EXPECT_TRUE(down.ok()) << down;
}

TEST_P(CreateTest, BlankWritesEmptyFilesAndKeepsTheSnapshot) {
  ASSERT_TRUE(CreateHere().ok());
  const std::string snapshot = migrations().ReadSnapshot().value().value();
  Entities(kTwoEntities);
  CreateMigration blank;
  blank.name = "by hand";
  blank.blank = true;
  const CreatedMigration created = Create(blank).value();
  EXPECT_THAT(created.name, HasSubstr("_by_hand"));
  EXPECT_EQ(migrations().Read().value().at(1).up, "");
  EXPECT_EQ(migrations().Read().value().at(1).down, "");
  EXPECT_EQ(migrations().ReadSnapshot().value().value(), snapshot);
  EXPECT_THAT(Up().value(), SizeIs(2));
}

TEST_P(CreateTest, DumpWritesNothing) {
  CreateMigration dump;
  dump.dump = true;
  EXPECT_THAT(CreateHere(dump).value().up, HasSubstr("CREATE TABLE"));
  EXPECT_THAT(migrations().Read().value(), IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(directory()));
}

TEST_P(CreateTest, ABrokenSnapshotIsNamed) {
  ASSERT_TRUE(CreateHere().ok());
  Put("snapshot.json", "{\"version\": 1, \"tables\": [{}]}");
  EXPECT_THAT(Refused(Create().status()), AllOf(HasSubstr("snapshot.json"), HasSubstr("tables[0].name")));
  EXPECT_THAT(Refused(migrator().Check(nullptr, {}, {}).status()), HasSubstr("snapshot.json"));
  Put("snapshot.json", "<<<<<<< HEAD");
  EXPECT_THAT(Refused(Create().status()), HasSubstr("snapshot.json"));
}

TEST_P(CreateTest, ADirectoryThatCannotBeWrittenIsNamed) {
  std::ofstream(directory()) << "a file";
  EXPECT_THAT(Refused(CreateHere().status()), HasSubstr(directory()));
}

constexpr std::string_view kChecked = R"(
message T {
  option (orm.entity) = {CHECKS};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  int32 a = 2;
  int32 b = 3;
}
)";

// Unnamed checks are numbered, so that what stays has another name once its neighbour is gone.
TEST_P(CreateTest, WhatStaysGetsTheNameThatTheNextMigrationKnows) {
  const auto migrate = [&](const std::string& checks) {
    std::string messages(kChecked);
    messages.replace(messages.find("CHECKS"), 6, checks);
    Entities(messages);
    const auto created = CreateHere();
    ASSERT_TRUE(created.ok()) << created.status();
    const absl::Status up = Up().status();
    ASSERT_TRUE(up.ok()) << up << created->up;
    EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
  };
  migrate(R"(checks: {expression: "a > 0"} checks: {expression: "b > 0"})");
  migrate(R"(checks: {expression: "b > 0"})");
  migrate("");
  ASSERT_TRUE(Run("INSERT INTO t (a, b) VALUES (0, 0)").ok());
  while (!Logged().empty()) {
    ASSERT_TRUE(Run("UPDATE t SET a = 1, b = 1").ok());
    const absl::Status down = Down().status();
    ASSERT_TRUE(down.ok()) << down;
  }
}

TEST_P(CreateTest, TheSnapshotHasTheNamesThatStand) {
  std::string messages(kChecked);
  messages.replace(messages.find("CHECKS"), 6, R"(checks: {expression: "a > 0"})");
  Entities(messages);
  const std::string key = database_.is_sqlite() ? "integer PRIMARY KEY AUTOINCREMENT" : "bigserial PRIMARY KEY";
  ASSERT_TRUE(Run(StrCat("CREATE TABLE t (id ", key,
                         ", a integer NOT NULL, b integer NOT NULL, CONSTRAINT theirs CHECK (a "
                         "> 0), CONSTRAINT t_pk UNIQUE (b))"))
                  .ok());
  ASSERT_TRUE(CreateHere().ok());
  ASSERT_TRUE(Up().ok());
  messages = kChecked;
  messages.replace(messages.find("CHECKS"), 6, "");
  Entities(messages);
  const auto created = Create();
  ASSERT_TRUE(created.ok()) << created.status();
  const absl::Status up = Up().status();
  EXPECT_TRUE(up.ok()) << up << created->up;
  EXPECT_TRUE(Run("INSERT INTO t (a, b) VALUES (0, 0)").ok());
}

TEST_P(CreateTest, SafelyNoValueIsChanged) {
  const auto entities = [&](const std::string& field) {
    Entities(
        StrCat("message T { option (orm.entity) = {}; int64 id = 1 [(orm.property).primary.generated = IDENTITY]; ",
               field, " }"));
  };
  entities("string n = 2 [(orm.property) = {type: DECIMAL precision: 12 scale: 4}];");
  ASSERT_TRUE(CreateHere().ok());
  entities("string n = 2 [(orm.property) = {type: DECIMAL precision: 10 scale: 2}]; int32 added = 3;");
  CreateMigration safe;
  safe.compare.safe = true;
  const CreatedMigration created = Create(safe).value();
  EXPECT_THAT(created.up, AllOf(HasSubstr("added"), Not(HasSubstr("10"))));
  ASSERT_TRUE(Up().ok());
  // The snapshot remembers that the type is the old one.
  EXPECT_EQ(Create(safe).value().name, "");
  const CreatedMigration rest = Create().value();
  EXPECT_THAT(rest.up, HasSubstr("n"));
  EXPECT_TRUE(Up().ok());
  EXPECT_TRUE(Check().up_to_date()) << testing::PrintToString(DriftOf(Check()));
}

TEST_P(CreateTest, SafelyNoNullIsFilled) {
  const auto entities = [&](const std::string& field) {
    Entities(StrCat("message T { option (orm.entity) = {}; int64 id = 1 [(orm.property).primary = {}]; ", field, " }"));
  };
  entities("optional string n = 2;");
  ASSERT_TRUE(CreateHere().ok());
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(Run("INSERT INTO t VALUES (1, NULL)").ok());
  entities("string n = 2;");
  CreateMigration safe;
  safe.compare.safe = true;
  safe.dump = true;
  EXPECT_THAT(Create(safe).value().up, AllOf(HasSubstr("-- may lock"), Not(HasSubstr("''"))));
  const CreatedMigration created = Create().value();
  EXPECT_THAT(created.up, HasSubstr("-- may lose data"));
  ASSERT_TRUE(Up().ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM t WHERE n = ''"), "1");
  EXPECT_THAT(created.down, Not(HasSubstr("-- may lose data")));
}

INSTANTIATE_TEST_SUITE_P(All, CreateTest, testing::ValuesIn(kDatabases), DatabaseName);

}  // namespace
}  // namespace ormd
