// What gets another name, and who follows it.
#include "tests/unit/schema/sqlite_plan_fixture.h"

namespace ormd {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class SqliteRenameTest : public SqlitePlanTest {};

TEST_F(SqliteRenameTest, RenamedTablesAndColumnsAreFollowedByAllWhoReferToThem) {
  Migrate(Shop());
  Fill();
  Run("CREATE VIEW mine AS SELECT name FROM author");
  Run("CREATE TRIGGER tidy AFTER DELETE ON book BEGIN DELETE FROM author WHERE id = old.author_id; END");
  DatabaseSchema wanted = Shop();
  Table& author = TableOf(wanted, "author");
  author.name.name = "writer";
  author.renamed_from = "author";
  author.columns[0].name = "number";
  author.columns[0].renamed_from = "id";
  author.primary_key.columns = {"number"};
  Table& book = TableOf(wanted, "book");
  book.foreign_keys[0].target.name = "writer";
  book.foreign_keys[0].target_columns = {"number"};
  book.columns[2].name = "cost";
  book.columns[2].renamed_from = "price";
  book.indexes[0].columns = {"cost"};
  book.indexes[1].expression = "lower(title), cost DESC";
  book.indexes[1].where = "cost > '1'";
  book.columns[1].name = "label";
  book.columns[1].renamed_from = "title";
  book.checks[0].expression = "label <> ''";
  book.uniques[0].columns = {"label"};
  book.indexes[1].expression = "lower(label), cost DESC";
  wanted.views[0].definition = "SELECT label FROM book";
  const std::vector<std::string> titles = Migrate(wanted, {false, false, {}});
  EXPECT_THAT(titles, Not(Contains(StartsWith("rebuild"))));
  EXPECT_THAT(titles, Contains("rename table \"author\" to \"writer\""));
  EXPECT_EQ(Ask("SELECT label, cost, name FROM book JOIN writer ON number = author_id ORDER BY 1"),
            "One|1.50|Ann\nTwo|12345678.90|Bob");
  EXPECT_EQ(Ask("SELECT name FROM mine ORDER BY 1"), "Ann\nBob");
  EXPECT_EQ(Ask("SELECT label FROM titles"), "One\nTwo");
  Run("DELETE FROM book WHERE label = 'One'");
  EXPECT_EQ(Ask("SELECT name FROM writer"), "Bob");
  DatabaseSchema back = Shop();
  TableOf(back, "author").renamed_from = "writer";
  TableOf(back, "author").columns[0].renamed_from = "number";
  TableOf(back, "book").columns[1].renamed_from = "label";
  TableOf(back, "book").columns[2].renamed_from = "cost";
  Migrate(back);
  EXPECT_EQ(Ask("SELECT title, price, name FROM book, author WHERE author.id = author_id"), "Two|12345678.90|Bob");
}

TEST_F(SqliteRenameTest, ARenamedTableMayBeMadeAnewInTheSameStep) {
  Migrate(Shop());
  Fill();
  DatabaseSchema wanted = Shop();
  Table& author = TableOf(wanted, "author");
  author.name.name = "writer";
  author.renamed_from = "author";
  author.columns[1] = MakeColumn("alias", "varchar(10)", true);
  author.columns[1].renamed_from = "name";
  TableOf(wanted, "book").foreign_keys[0].target.name = "writer";
  Migrate(wanted);
  EXPECT_EQ(Ask("SELECT title, alias FROM book JOIN writer ON writer.id = author_id ORDER BY 1"), "One|Ann\nTwo|Bob");
  EXPECT_EQ(Ask("SELECT \"table\" FROM pragma_foreign_key_list('book')"), "writer");
}

TEST_F(SqliteRenameTest, NamesMayBeSwapped) {
  Table a = MakeTable("a", {MakeIdentity("id"), MakeColumn("x", "text"), MakeColumn("y", "integer")});
  Table b = MakeTable("b", {MakeIdentity("id"), MakeColumn("z", "bytes")});
  Migrate(Adapt({{}, {a, b}, {}, {}}));
  Run("INSERT INTO a (x, y) VALUES ('text', 5)");
  Run("INSERT INTO b (z) VALUES (X'01')");
  a.name.name = "b";
  a.renamed_from = "a";
  b.name.name = "a";
  b.renamed_from = "b";
  a.columns[1].name = "y";
  a.columns[1].renamed_from = "x";
  a.columns[2].name = "x";
  a.columns[2].renamed_from = "y";
  const DatabaseSchema before = Read();
  const DatabaseSchema after = Adapt({{}, {a, b}, {}, {}});
  SchemaDiff diff;
  diff.before = &before;
  diff.after = &after;
  for (size_t i = 0; i < 2; ++i) {
    TableChange change;
    change.table = {before.FindTable({"", after.tables[i].renamed_from}), &after.tables[i]};
    for (size_t column = 1; column < after.tables[i].columns.size(); ++column) {
      change.columns.push_back({&change.table.before->columns[column], &after.tables[i].columns[column]});
    }
    diff.changed.push_back(change);
  }
  Take(SqliteDialect().Plan(diff).value());
  EXPECT_EQ(Ask("SELECT y, x FROM b"), "text|5");
  EXPECT_EQ(Ask("SELECT hex(z) FROM a"), "01");
}

TEST_F(SqliteRenameTest, AColumnMayTakeTheNameOfOneThatGoes) {
  Table table = MakeTable("t", {MakeIdentity("id"), MakeColumn("old", "integer"), MakeColumn("now", "text")});
  Migrate(Adapt({{}, {table}, {}, {}}));
  Run("INSERT INTO t (old, now) VALUES (1, 'kept')");
  const DatabaseSchema before = Read();
  table.columns.pop_back();
  table.columns[1] = MakeColumn("old", "text");
  const DatabaseSchema after = Adapt({{}, {table}, {}, {}});
  SchemaDiff diff;
  diff.before = &before;
  diff.after = &after;
  TableChange change;
  change.table = {&before.tables[0], &after.tables[0]};
  change.columns.push_back({&before.tables[0].columns[2], &after.tables[0].columns[1]});
  change.columns.push_back({&before.tables[0].columns[1], nullptr});
  diff.changed.push_back(change);
  Take(SqliteDialect().Plan(diff).value());
  EXPECT_EQ(Ask("SELECT old FROM t"), "kept");
  EXPECT_THAT(Plan(after), IsEmpty());
}

TEST_F(SqliteRenameTest, OnlyCaseChanges) {
  Migrate(Shop());
  Fill();
  DatabaseSchema wanted = Shop();
  TableOf(wanted, "book").name.name = "Book";
  TableOf(wanted, "Book").columns[1].name = "Title";
  EXPECT_THAT(Plan(wanted), IsEmpty());
  const DatabaseSchema before = Read();
  EXPECT_THAT(Take(SqliteDialect().Plan(Compare(before, wanted, {true, false, {}})).value()), Not(IsEmpty()));
  EXPECT_EQ(Ask("SELECT name FROM sqlite_schema WHERE name = 'Book'"), "Book");
}

TEST_F(SqliteRenameTest, RenamesAndRebuildsBringTriggersAlong) {
  Migrate(Shop());
  Run("CREATE TABLE log (title TEXT)");
  Run("CREATE TRIGGER book_log AFTER INSERT ON book BEGIN INSERT INTO log (title) VALUES (new.title); END");
  Run("CREATE INDEX hand ON book (author_id)");
  DatabaseSchema wanted = Shop();
  Table& book = TableOf(wanted, "book");
  book.name.name = "volume";
  book.renamed_from = "book";
  book.columns[1].name = "label";
  book.columns[1].renamed_from = "title";
  book.columns[3].nullable = false;
  book.uniques[0].columns = {"label"};
  book.indexes[1].expression = "lower(label), price DESC";
  book.checks[0].expression = "label <> ''";
  wanted.views.clear();
  Take(Plan(wanted, {false, true, {}}));
  Run("INSERT INTO author (name) VALUES ('Ann')");
  Run("INSERT INTO volume (label, author_id) VALUES ('One', 1)");
  EXPECT_EQ(Ask("SELECT title FROM log"), "One");
  EXPECT_EQ(Ask("SELECT tbl_name FROM sqlite_schema WHERE name = 'hand'"), "volume");
}

TEST_F(SqliteRenameTest, IndexesOfARenamedTableLeaveTheirNamesToANewOne) {
  const auto make = [](const std::string& name) {
    Table table = MakeTable(name, {MakeIdentity("id"), MakeColumn("email", "text"), MakeColumn("n", "integer")});
    table.uniques = {{name + "_email_unique", {"email"}, Deferrable::kNot}};
    table.indexes = {{name + "_n_index", {"n"}, {}, "", "", "", false}};
    return table;
  };
  Migrate(Adapt({{}, {make("user")}, {}, {}}));
  Table customer = make("customer");
  customer.renamed_from = "user";
  EXPECT_THAT(
      Migrate(Adapt({{}, {customer}, {}, {}})),
      ElementsAre("rename table \"user\" to \"customer\"", "drop index \"user_email_unique\"",
                  "drop index \"user_n_index\"", "create unique index \"customer_email_unique\" on \"customer\"",
                  "create index \"customer_n_index\" on \"customer\""));
  Migrate(Adapt({{}, {make("customer"), make("user")}, {}, {}}));
}

}  // namespace
}  // namespace ormd
