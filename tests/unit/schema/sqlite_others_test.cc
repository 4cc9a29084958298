// What stands in a database and is nobody's entity.
#include "orm/base/error.h"
#include "tests/unit/schema/sqlite_schema_test.h"

namespace ormd {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

class SqliteOthersTest : public SqliteSchemaTest {
 protected:
  static Table Author(const std::string& name, const std::string& column) {
    return MakeTable(name, {MakeIdentity("id"), MakeColumn(column, "text")});
  }
  // The plan from author (id, name) with its view, to one in which both have changed.
  absl::StatusOr<std::vector<Operation>> Rename(const std::string& table, const std::string& column) {
    DatabaseSchema wanted = Adapt({{}, {Author(table, column)}, {MakeView("names", "SELECT id FROM " + table)}, {}});
    if (table != "author") wanted.tables[0].renamed_from = "author";
    if (column != "name") wanted.tables[0].columns[1].renamed_from = "name";
    const DatabaseSchema standing = Read();
    return SqliteDialect().Plan(Compare(standing, wanted, {}));
  }
  void SetUp() override {
    Migrate(Adapt({{}, {Author("author", "name")}, {MakeView("names", "SELECT id, name FROM author")}, {}}));
    Run("INSERT INTO author (name) VALUES ('Ann')");
  }
};

TEST_F(SqliteOthersTest, AViewOfSomebodyElseThatIsMadeAnewHasTheNewNames) {
  Run("CREATE VIEW mine AS SELECT author.name FROM author JOIN names ON names.id = author.id");
  Take(Rename("writer", "name").value());
  EXPECT_EQ(Ask("SELECT * FROM mine"), "Ann");
  EXPECT_THAT(Ask("SELECT sql FROM sqlite_schema WHERE name = 'mine'"), HasSubstr("FROM \"writer\" JOIN names"));
}

TEST_F(SqliteOthersTest, AViewInWhichANameIsDoubtfulRefuses) {
  Run("CREATE VIEW mine AS SELECT author.name AS author FROM author JOIN names ON names.id = author.id");
  const auto table = Rename("writer", "name");
  EXPECT_EQ(ReasonOf(table.status()), Reason::kUnsupported);
  EXPECT_THAT(std::string(table.status().message()), AllOf(HasSubstr("the view mine"), HasSubstr("author")));
  EXPECT_EQ(ReasonOf(Rename("author", "label").status()), Reason::kUnsupported);
}

TEST_F(SqliteOthersTest, WhatCannotBeReadStandsInTheWayOfItselfAlone) {
  Run("CREATE TABLE odd (id INTEGER, CONSTRAINT \"\")");
  Run("CREATE INDEX odd_index ON odd (id)");
  const DatabaseSchema schema = Read();
  ASSERT_EQ(schema.others.size(), 1);
  EXPECT_EQ(schema.others[0].name.name, "odd");
  EXPECT_EQ(schema.others[0].kind, "unreadable table");
  EXPECT_EQ(schema.tables.size(), 1);
  DatabaseSchema wanted = Adapt({{}, {Author("author", "name"), Author("other", "name")}, schema.views, {}});
  EXPECT_THAT(Plan(wanted), SizeIs(1));
  wanted.tables[1].name.name = "Odd";
  const auto refused = SqliteDialect().Plan(Compare(schema, wanted, {}));
  EXPECT_EQ(ReasonOf(refused.status()), Reason::kUnsupported);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("Odd"));
}

}  // namespace
}  // namespace ormd
