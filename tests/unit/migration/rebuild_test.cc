// Migrations that were made of a snapshot and make a table of SQLite anew that has more than the snapshot knew.
#include "tests/unit/migration/migrator_fixture.h"

namespace ormd {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

// A title that may be absent cannot be had of one that must stand without making the table anew.
constexpr std::string_view kMayBeUntitled = R"(
message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  optional string title = 2;
}
)";

constexpr std::string_view kShelf = R"(
message Shelf {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
}
)";

constexpr std::string_view kPriced = R"(
message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
  int32 price = 3 [(orm.property).check = "price > 0"];
}
)";

constexpr std::string_view kMarked = R"(
message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  optional string title = 2;
  int32 price = 3;
}
)";

class RebuildTest : public MigratorTest {
 protected:
  // Makes a migration to these entities without looking at the database. Answers its path.
  std::string Create(std::string_view messages, std::string_view name) {
    entities_ = EntitiesOf(messages);
    CreateMigration options;
    options.name = name;
    const absl::StatusOr<CreatedMigration> created = migrator().Create(options, nullptr, {});
    EXPECT_TRUE(created.ok()) << created.status();
    return created.ok() ? created->path : "";
  }
  void Start(std::string_view messages) {
    entities_ = EntitiesOf(messages);
    ASSERT_TRUE(migrator().Create({}, connection_.get(), {}).ok());
    ASSERT_THAT(Up(), Ran(1));
  }
  static testing::Matcher<const absl::StatusOr<std::vector<std::string>>&> Ran(size_t count) {
    return testing::Truly([count](const auto& names) { return names.ok() && names->size() == count; });
  }
  static std::string TextOf(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string Failed(const absl::Status& status) const {
    EXPECT_EQ(ReasonOf(status), Reason::kMigrationFailed) << status;
    return std::string(status.message());
  }
  std::string Left() {
    return Ask("SELECT group_concat(name) FROM sqlite_schema WHERE name LIKE 'ormd\\_new%' ESCAPE '\\'");
  }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, RebuildTest, testing::Values("sqlite"), DatabaseName);

TEST_P(RebuildTest, AColumnThatTheSnapshotDoesNotKnowRefusesUpAndDown) {
  Start(kOneEntity);
  const std::string path = Create(kMayBeUntitled, "untitled");
  ASSERT_TRUE(Run("ALTER TABLE book ADD COLUMN note TEXT; INSERT INTO book (title, note) VALUES ('One', 'kept')").ok());
  const std::string refused = Failed(Up().status());
  EXPECT_THAT(refused, AllOf(HasSubstr("the table book has the column note"), HasSubstr("/* drops \"note\" */")));
  EXPECT_EQ(Ask("SELECT note FROM book"), "kept");
  EXPECT_EQ(Left(), "");
  EXPECT_THAT(Logged(), SizeIs(1));

  ASSERT_TRUE(Run("ALTER TABLE book DROP COLUMN note").ok());
  ASSERT_THAT(Up(), Ran(1));
  ASSERT_TRUE(Run("ALTER TABLE book ADD COLUMN note TEXT DEFAULT 'kept'").ok());
  EXPECT_THAT(Failed(Down().status()), HasSubstr("the table book has the column note"));
  EXPECT_EQ(Ask("SELECT note FROM book"), "kept");
  EXPECT_THAT(Logged(), SizeIs(2));
}

TEST_P(RebuildTest, WhoEditsTheMigrationCopiesTheColumnOrDropsIt) {
  Start(kOneEntity);
  const std::string path = Create(kMayBeUntitled, "untitled");
  ASSERT_TRUE(Run("ALTER TABLE book ADD COLUMN note TEXT; ALTER TABLE book ADD COLUMN mark TEXT; "
                  "INSERT INTO book (title, note, mark) VALUES ('One', 'kept', 'gone')")
                  .ok());
  std::string text = TextOf(path);
  const auto replace = [&](const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << text;
    text.replace(at, from.size(), to);
  };
  replace("\"title\" TEXT", "\"note\" TEXT, \"title\" TEXT");
  replace("(\"id\", \"title\") SELECT", "(\"note\", \"id\", \"title\") /* drops \"mark\" */ SELECT note,");
  std::ofstream(path, std::ios::binary) << text;
  ASSERT_THAT(Up(), Ran(1)) << text;
  EXPECT_EQ(Ask("SELECT note FROM book"), "kept");
  EXPECT_EQ(Ask("SELECT count(*) FROM pragma_table_xinfo('book') WHERE name = 'mark'"), "0");
}

TEST_P(RebuildTest, AMigrationNamesTheColumnsThatItDrops) {
  Start(kPriced);
  const std::string path = Create(kMayBeUntitled, "free");
  EXPECT_THAT(TextOf(path),
              HasSubstr("INSERT INTO \"ormd_new_book\" (\"id\", \"title\") /* drops \"price\" */ SELECT"));
  ASSERT_TRUE(Run("INSERT INTO book (title, price) VALUES ('One', 1)").ok());
  EXPECT_THAT(Up(), Ran(1));
  EXPECT_EQ(Ask("SELECT title FROM book"), "One");
}

TEST_P(RebuildTest, AHandMadeColumnOfTheNameOfANewOneIsNotOverwritten) {
  Start(kOneEntity);
  Create(kMarked, "marked");
  ASSERT_TRUE(Run("ALTER TABLE book ADD COLUMN price INTEGER").ok());
  ASSERT_TRUE(Run("INSERT INTO book (title, price) VALUES ('One', 7)").ok());
  EXPECT_THAT(Failed(Up().status()), HasSubstr("the table book has the column price"));
  EXPECT_EQ(Ask("SELECT price FROM book"), "7");
}

TEST_P(RebuildTest, AGeneratedColumnOfSomebodyElseIsNotForgotten) {
  Start(kOneEntity);
  Create(kMayBeUntitled, "untitled");
  ASSERT_TRUE(Run("ALTER TABLE book ADD COLUMN shout TEXT AS (upper(title)) VIRTUAL").ok());
  EXPECT_THAT(Failed(Up().status()), HasSubstr("the table book has the column shout"));
}

TEST_P(RebuildTest, ARollUpMayDropWhatItMadeAnewBefore) {
  Start(kShelf);
  Create(StrCat(kShelf, kOneEntity), "one");
  ASSERT_THAT(Up(), Ran(1));
  const std::string path = Create(StrCat(kShelf, kMayBeUntitled), "untitled");
  EXPECT_THAT(TextOf(path), HasSubstr("DROP TABLE \"book\""));
  ASSERT_THAT(Up(), Ran(1));
  Create(kShelf, "none");
  ASSERT_THAT(Up(), Ran(1));
  ASSERT_TRUE(migrator().RollUp(*connection_, "all", {}).ok());
  // Back it makes the table, makes it anew and drops it; and so it does once more on its way up.
  ASSERT_THAT(Down(), Ran(1));
  EXPECT_FALSE(HasTable("book"));
  ASSERT_THAT(Up(), Ran(1));
  EXPECT_FALSE(HasTable("book"));
  EXPECT_EQ(Left(), "");
}

TEST_P(RebuildTest, WhatARollUpMakesAnewTwiceKeepsItsTriggers) {
  Start(kOneEntity);
  Create(kMayBeUntitled, "untitled");
  Create(kOneEntity, "titled");
  ASSERT_TRUE(Run("CREATE TRIGGER t AFTER INSERT ON book BEGIN SELECT 1; END").ok());
  ASSERT_THAT(Up(), Ran(2));
  ASSERT_TRUE(migrator().RollUp(*connection_, "all", {}).ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"), "1");
  ASSERT_THAT(Down(), Ran(1));
  EXPECT_FALSE(HasTable("book"));
}

TEST_P(RebuildTest, ScriptsOfPeopleDropTablesAsBefore) {
  Start(kOneEntity);
  Put(30, "hand",
      "CREATE TABLE other (id integer PRIMARY KEY);\n"
      "INSERT INTO other (id) SELECT id FROM book;\n"
      "DROP TABLE book;\nALTER TABLE other RENAME TO book;",
      "DROP TABLE book;");
  EXPECT_TRUE(Up().ok());
  EXPECT_TRUE(Down().ok());
}

}  // namespace
}  // namespace ormd
