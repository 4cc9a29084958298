#include "orm/base/error.h"
#include "tests/unit/schema/sqlite_schema_test.h"

namespace ormd {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class SqlitePlanTest : public SqliteSchemaTest {
 protected:
  static Table Book() {
    return MakeTable("book",
                     {MakeIdentity("id"), MakeColumn("title", "varchar(40)"),
                      MakeColumn("price", "decimal(10,2)", false, "'0.00'"), MakeColumn("author_id", "bigint", true)});
  }
  static Table Author() { return MakeTable("author", {MakeIdentity("id"), MakeColumn("name", "text")}); }

  // Books of authors, with everything that hangs on a table.
  static DatabaseSchema Shop() {
    Table book = Book();
    book.uniques.push_back({"book_title_unique", {"title"}, Deferrable::kNot});
    book.indexes.push_back({"book_price_index", {"price"}, {}, "", "", "", false});
    book.indexes.push_back({"book_lower_index", {}, {}, "lower(title), price DESC", "price > '1'", "", true});
    book.checks.push_back({"book_title_check", "title <> ''"});
    book.foreign_keys.push_back(MakeKey("book_author", "author_id", "author", ReferentialAction::kCascade));
    return Adapt({{}, {Author(), book}, {MakeView("titles", "SELECT title FROM book")}, {}});
  }
  void Fill() {
    Run("INSERT INTO author (name) VALUES ('Ann'), ('Bob')");
    Run("INSERT INTO book (title, price, author_id) VALUES ('One', '1.50', 1), ('Two', '12345678.90', 2), "
        "('Three', '3.00', NULL)");
    Run("DELETE FROM book WHERE title = 'Three'");
  }
  static Table& TableOf(DatabaseSchema& schema, std::string_view name) {
    for (Table& table : schema.tables) {
      if (table.name.name == name) return table;
    }
    throw std::runtime_error("no such table");
  }
  static TableColumn& ColumnOf(Table& table, std::string_view name) {
    for (TableColumn& column : table.columns) {
      if (column.name == name) return column;
    }
    throw std::runtime_error("no such column");
  }
};

TEST_F(SqlitePlanTest, MakesEverythingOnceAndUnmakesIt) {
  EXPECT_THAT(Migrate(Shop()),
              ElementsAre("create table \"author\"", "create table \"book\"", "create view \"titles\""));
  EXPECT_THAT(Plan(Shop()), IsEmpty());
  EXPECT_THAT(Migrate({}), ElementsAre("drop view \"titles\"", "drop table \"author\"", "drop table \"book\""));
  EXPECT_EQ(Ask("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'"), "");
}

TEST_F(SqlitePlanTest, ColumnsComeAndGoWithoutTouchingTheRest) {
  Migrate(Shop());
  Fill();
  DatabaseSchema wanted = Shop();
  Table& book = TableOf(wanted, "book");
  book.columns.push_back(MakeColumn("pages", "integer", true));
  book.columns.push_back(MakeEnum("state", {"NEW", "OLD"}));
  book.columns.back().default_sql = "'NEW'";
  book.columns.push_back(MakeColumn("editor_id", "bigint", true));
  book.foreign_keys.push_back(MakeKey("book_editor", "editor_id", "author"));
  book.indexes.push_back({"book_editor_index", {"editor_id"}, {}, "", "", "", false});
  wanted = Adapt(wanted);
  EXPECT_THAT(Migrate(wanted),
              ElementsAre("add column \"book\".\"pages\"", "add column \"book\".\"state\"",
                          "add column \"book\".\"editor_id\"", "create index \"book_editor_index\" on \"book\""));
  EXPECT_EQ(Ask("SELECT title, state, pages FROM book ORDER BY id"), "One|NEW|NULL\nTwo|NEW|NULL");
  TableOf(wanted, "book").columns.erase(TableOf(wanted, "book").columns.begin() + 4);
  EXPECT_THAT(Migrate(wanted), ElementsAre("drop column \"book\".\"pages\""));
  Migrate(Shop());
  EXPECT_EQ(Ask("SELECT title, price FROM book ORDER BY id"), "One|1.50\nTwo|12345678.90");
}

TEST_F(SqlitePlanTest, AnewTableKeepsRowsCounterReferencesTriggersAndViews) {
  Migrate(Shop());
  Fill();
  Run("CREATE TABLE log (line TEXT)");
  Run("CREATE TRIGGER book_log AFTER INSERT ON book BEGIN INSERT INTO log VALUES (new.title); END");
  Run("CREATE TRIGGER log_book AFTER INSERT ON log BEGIN UPDATE book SET price = '9.000' WHERE title = new.line; END");
  Run("CREATE VIEW mine AS SELECT count(*) AS n FROM book");
  DatabaseSchema wanted = Shop();
  Table& book = TableOf(wanted, "book");
  ColumnOf(book, "price").type = ParseTypeName("decimal(12,3)").value();
  ColumnOf(book, "author_id").nullable = false;
  ColumnOf(book, "title").nullable = true;
  book.columns.push_back(MakeColumn("isbn", "varchar(13)"));
  const std::vector<std::string> titles = Migrate(wanted, {false, false, {}});
  EXPECT_THAT(titles, ElementsAre(AllOf(StartsWith("rebuild table \"book\": "), HasSubstr("add column \"isbn\""),
                                        HasSubstr("change column \"price\""))));
  EXPECT_EQ(Ask("SELECT id, title, price, author_id, isbn FROM book ORDER BY id"),
            "1|One|1.500|1|\n2|Two|12345678.900|2|");
  Run("INSERT INTO book (title, price, author_id, isbn) VALUES ('Four', '4.000', 1, 'x')");
  EXPECT_EQ(Ask("SELECT id, price FROM book WHERE title = 'Four'"), "4|9.000");
  EXPECT_EQ(Ask("SELECT line FROM log"), "Four");
  EXPECT_EQ(Ask("SELECT n FROM mine"), "3");
  EXPECT_EQ(Ask("SELECT count(*) FROM titles"), "3");
  EXPECT_EQ(Ask("SELECT seq FROM sqlite_sequence WHERE name = 'book'"), "4");
  Run("DELETE FROM author WHERE id = 2");
  EXPECT_EQ(Ask("SELECT count(*) FROM book"), "2");
  EXPECT_EQ(Ask("SELECT name FROM sqlite_schema WHERE name LIKE 'ormd%'"), "");
}

TEST_F(SqlitePlanTest, ParentMadeAnewKeepsItsChildren) {
  Migrate(Shop());
  Fill();
  DatabaseSchema wanted = Shop();
  ColumnOf(TableOf(wanted, "author"), "name").type = ParseTypeName("varchar(80)").value();
  EXPECT_THAT(Migrate(wanted), ElementsAre("rebuild table \"author\": change column \"name\""));
  EXPECT_EQ(Ask("SELECT count(*) FROM book"), "2");
  EXPECT_EQ(Ask("SELECT \"table\" FROM pragma_foreign_key_list('book')"), "author");
}

TEST_F(SqlitePlanTest, NullsBecomeTheDefaultOrTheZeroValue) {
  Table table = MakeTable("t", {MakeIdentity("id"), MakeColumn("a", "integer", true), MakeColumn("b", "text", true),
                                MakeColumn("c", "timestamp", true)});
  Migrate(Adapt({{}, {table}, {}, {}}));
  Run("INSERT INTO t DEFAULT VALUES");
  for (TableColumn& column : table.columns) column.nullable = false;
  table.columns[1].default_sql = "7";
  table.columns.push_back(MakeColumn("d", "decimal(5,2)"));
  table.columns.push_back(MakeColumn("e", "text[]"));
  table.columns.push_back(MakeEnum("f", {"X", "Y"}));
  table.columns.push_back(MakeColumn("g", "text", false, "lower('A')"));
  Migrate(Adapt({{}, {table}, {}, {}}));
  EXPECT_EQ(Ask("SELECT * FROM t"), "1|7||1970-01-01 00:00:00.000000|0.00|[]|X|a");
}

TEST_F(SqlitePlanTest, RenamedTablesAndColumnsAreFollowedByAllWhoReferToThem) {
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

TEST_F(SqlitePlanTest, ARenamedTableMayBeMadeAnewInTheSameStep) {
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

TEST_F(SqlitePlanTest, NamesMayBeSwapped) {
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

TEST_F(SqlitePlanTest, AColumnMayTakeTheNameOfOneThatGoes) {
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

TEST_F(SqlitePlanTest, OnlyCaseChanges) {
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

TEST_F(SqlitePlanTest, SafeKeepsWhatNobodyAsksFor) {
  Migrate(Shop());
  Fill();
  DatabaseSchema wanted = Shop();
  Table& book = TableOf(wanted, "book");
  book.columns.erase(book.columns.begin() + 3);
  book.foreign_keys.clear();
  book.indexes.clear();
  book.columns.push_back(MakeColumn("isbn", "varchar(13)"));
  wanted.tables.erase(wanted.tables.begin());
  Migrate(wanted, {true, true, {}});
  EXPECT_EQ(Ask("SELECT title, author_id, isbn FROM book ORDER BY 1"), "One|1|\nTwo|2|");
  EXPECT_EQ(ReadTable("book").indexes.size(), 2);
  EXPECT_EQ(ReadTable("book").foreign_keys.size(), 1);
}

TEST_F(SqlitePlanTest, HandMadeTablesAreTidiedWhenMadeAnew) {
  Run("CREATE TABLE Album(AlbumId INTEGER PRIMARY KEY, Title NVARCHAR(160) UNIQUE, Price NUMERIC(10,2), "
      "At DATETIME, Data BLOB, CHECK (Album.Price >= 0))");
  Run("INSERT INTO Album (Title, Price, At, Data) VALUES ('One', 1.5, '2009-01-01 00:00:00', 'text'), "
      "('Two', 2, '2009-01-01', NULL)");
  const Table standing = ReadTable("Album");
  Table wanted = standing;
  wanted.columns.push_back(MakeColumn("note", "text"));
  EXPECT_THAT(Migrate({{}, {wanted}, {}, {}}), ElementsAre(StartsWith("rebuild")));
  EXPECT_EQ(Ask("SELECT Title, Price, typeof(Price), At, typeof(Data) FROM Album ORDER BY 1"),
            "One|1.50|text|2009-01-01 00:00:00.000000|blob\nTwo|2.00|text|2009-01-01 00:00:00.000000|null");
  EXPECT_EQ(ReadTable("Album").uniques, standing.uniques);
}

TEST_F(SqlitePlanTest, TextsOfHandMadeBooleansAreUnderstood) {
  Run("CREATE TABLE t (id INTEGER PRIMARY KEY, flag BOOLEAN)");
  Run("INSERT INTO t (flag) VALUES ('true'), ('False'), (1), (NULL)");
  Table wanted = ReadTable("t");
  wanted.columns.push_back(MakeColumn("note", "text"));
  Migrate({{}, {wanted}, {}, {}});
  EXPECT_EQ(Ask("SELECT flag FROM t ORDER BY id"), "1\n0\n1\nNULL");
}

TEST_F(SqlitePlanTest, ChecksThatSayTheSameAreCounted) {
  Table table = MakeTable("t", {MakeIdentity("id"), MakeColumn("n", "integer", true)});
  table.checks = {{"one", "n > 0"}};
  Migrate(Adapt({{}, {table}, {}, {}}));
  table.checks = {{"two", "\"n\" > 0"}, {"three", "n > 0"}};
  Migrate(Adapt({{}, {table}, {}, {}}));
  EXPECT_EQ(ReadTable("t").checks.size(), 2);
  table.checks = {{"three", "n > 0"}};
  Migrate(Adapt({{}, {table}, {}, {}}));
  EXPECT_EQ(ReadTable("t").checks.size(), 1);
}

TEST_F(SqlitePlanTest, SafetyTellsWhatMayBeLost) {
  Migrate(Shop());
  const auto safety = [&](auto change) {
    DatabaseSchema wanted = Shop();
    change(TableOf(wanted, "book"));
    const std::vector<Operation> plan = Plan(wanted);
    EXPECT_EQ(plan.size(), 1) << plan.size();
    return plan.empty() ? "nothing" : SafetyName(plan.front().safety);
  };
  const auto retype = [&](std::string_view column, std::string_view type) {
    return safety([&](Table& book) { ColumnOf(book, column).type = ParseTypeName(type).value(); });
  };
  EXPECT_EQ(safety([](Table& book) { book.columns.push_back(MakeColumn("n", "text", true)); }), "safe");
  EXPECT_EQ(safety([](Table& book) { book.columns.push_back(MakeColumn("n", "text")); }), "may lock");
  EXPECT_EQ(safety([](Table& book) { book.indexes.pop_back(); }), "safe");
  EXPECT_EQ(safety([](Table& book) { book.checks.clear(); }), "may lock");
  EXPECT_EQ(retype("title", "text"), "may lock");
  EXPECT_EQ(retype("title", "varchar(20)"), "may lose data");
  EXPECT_EQ(retype("price", "decimal(12,2)"), "may lock");
  EXPECT_EQ(retype("price", "decimal(10,1)"), "may lose data");
  EXPECT_EQ(retype("author_id", "smallint"), "may lose data");
}

TEST_F(SqlitePlanTest, ARowWithALabelThatGoesIsRefused) {
  Migrate(Adapt({{}, {MakeTable("t", {MakeIdentity("id"), MakeEnum("state", {"NEW", "OLD", "GONE"})})}, {}, {}}));
  Run("INSERT INTO t (state) VALUES ('OLD')");
  const DatabaseSchema wanted =
      Adapt({{}, {MakeTable("t", {MakeIdentity("id"), MakeEnum("state", {"NEW", "OLD"})})}, {}, {}});
  const std::vector<Operation> plan = Plan(wanted);
  ASSERT_EQ(plan.size(), 1);
  EXPECT_EQ(plan[0].safety, Safety::kMayLoseData);
  Run("INSERT INTO t (state) VALUES ('GONE')");
  absl::Status status;
  for (const std::string& sql : plan[0].statements) {
    if (status.ok()) status = connection_->ExecuteScript(sql, {});
  }
  EXPECT_EQ(ReasonOf(status), Reason::kCheckViolation) << status;
  EXPECT_EQ(Ask("SELECT state FROM t"), "OLD\nGONE");
}

TEST_F(SqlitePlanTest, ATextBecomesAnEnumOnlyWhereItIsALabel) {
  Migrate(Adapt({{}, {MakeTable("t", {MakeIdentity("id"), MakeColumn("state", "text")})}, {}, {}}));
  Run("INSERT INTO t (state) VALUES ('OLD')");
  const DatabaseSchema wanted =
      Adapt({{}, {MakeTable("t", {MakeIdentity("id"), MakeEnum("state", {"NEW", "OLD"})})}, {}, {}});
  EXPECT_EQ(Plan(wanted).at(0).safety, Safety::kMayLoseData);
  Migrate(wanted);
  EXPECT_EQ(Ask("SELECT state FROM t"), "OLD");
}

TEST_F(SqlitePlanTest, GeneratedColumnsMayBeNullAndComeAfterWhatTheyUse) {
  Table table = MakeTable("t", {MakeIdentity("id")});
  Migrate(Adapt({{}, {table}, {}, {}}));
  table.columns.push_back(MakeColumn("total", "integer", true));
  table.columns.back().generated = "n * 2";
  table.columns.back().generated_stored = false;
  table.columns.push_back(MakeColumn("n", "integer", true));
  EXPECT_THAT(Migrate(Adapt({{}, {table}, {}, {}})),
              ElementsAre("add column \"t\".\"n\"", "add column \"t\".\"total\""));
  Run("INSERT INTO t (n) VALUES (4)");
  EXPECT_EQ(Ask("SELECT total FROM t"), "8");
}

TEST_F(SqlitePlanTest, RenamesAndRebuildsBringTriggersAlong) {
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

TEST_F(SqlitePlanTest, IndexesOfARenamedTableLeaveTheirNamesToANewOne) {
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

TEST_F(SqlitePlanTest, AViewThatChangesKeepsItsTriggers) {
  Migrate(Shop());
  Run("CREATE TRIGGER titles_in INSTEAD OF INSERT ON titles BEGIN INSERT INTO book (title) VALUES (new.title); END");
  DatabaseSchema wanted = Shop();
  wanted.views[0].definition = "SELECT title FROM book WHERE id > 0";
  Migrate(wanted);
  Run("INSERT INTO titles (title) VALUES ('One')");
  EXPECT_EQ(Ask("SELECT title FROM book"), "One");
}

TEST_F(SqlitePlanTest, OfTwoEqualForeignKeysTheSpareOneGoes) {
  Run("CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT");
  Run("CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT, author_id INTEGER REFERENCES author (id), "
      "FOREIGN KEY (author_id) REFERENCES author (id)) STRICT");
  DatabaseSchema wanted = Read();
  TableOf(wanted, "book").foreign_keys.pop_back();
  Migrate(wanted);
  EXPECT_EQ(ReadTable("book").foreign_keys.size(), 1);
}

TEST_F(SqlitePlanTest, TwoForeignKeysOverOneNewColumnAreBothMade) {
  Table author = Author();
  author.columns.push_back(MakeColumn("n", "bigint"));
  author.uniques.push_back({"author_n_unique", {"n"}, Deferrable::kNot});
  Table book = MakeTable("book", {MakeIdentity("id")});
  Migrate(Adapt({{}, {author, book}, {}, {}}));
  book.columns.push_back(MakeColumn("author_id", "bigint", true));
  book.foreign_keys = {MakeKey("one", "author_id", "author"), MakeKey("two", "author_id", "author")};
  book.foreign_keys[1].target_columns = {"n"};
  Migrate(Adapt({{}, {author, book}, {}, {}}));
  EXPECT_EQ(ReadTable("book").foreign_keys.size(), 2);
}

TEST_F(SqlitePlanTest, IdentityNeedsTheWholeKey) {
  Table table = MakeTable("t", {MakeIdentity("id"), MakeColumn("part", "text")});
  table.primary_key.columns = {"id", "part"};
  const auto adapted = SqliteDialect().Adapt({{}, {table}, {}, {}});
  EXPECT_EQ(ReasonOf(adapted.status()), Reason::kUnsupported);
  EXPECT_THAT(std::string(adapted.status().message()), HasSubstr("t.id"));
}

}  // namespace
}  // namespace ormd
