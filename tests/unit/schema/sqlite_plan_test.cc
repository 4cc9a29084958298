// What a plan makes of tables that stand.
#include "tests/unit/schema/sqlite_plan_fixture.h"

namespace ormd {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

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

TEST_F(SqlitePlanTest, IndexesOfDocumentsHoldTheirContent) {
  Table form = MakeTable("form", {MakeColumn("id", "bigint"), MakeColumn("body", "json", true),
                                  MakeColumn("kind", "text"), MakeColumn("note", "json", true)});
  form.uniques.push_back({"form_body_unique", {"body"}, Deferrable::kNot});
  form.indexes.push_back({"form_kind_note_index", {"kind", "note"}, {}, "", "", "", false});
  Migrate(Adapt({{}, {form}, {}, {}}));
  Run("INSERT INTO form VALUES (1, '{\"a\": 1.0}', '', '[1, 2]')");
  EXPECT_THAT(Ask("INSERT INTO form VALUES (2, '{\"a\":1}', '', NULL)"), HasSubstr("form_body_unique"));
  EXPECT_EQ(Ask("SELECT id FROM form AS e0 WHERE ormd_json(e0.\"body\") = ormd_json('{\"a\":1}')"), "1");
  EXPECT_THAT(Ask("EXPLAIN QUERY PLAN SELECT * FROM form AS e0 WHERE ormd_json(e0.\"body\") = ormd_json(?1)"),
              HasSubstr("USING INDEX form_body_unique"));
  EXPECT_THAT(Ask("EXPLAIN QUERY PLAN SELECT * FROM form AS e0 WHERE kind = ?1 AND ormd_json(e0.\"note\") IN "
                  "(SELECT ormd_json(value) FROM json_each(?2))"),
              HasSubstr("USING INDEX form_kind_note_index (kind=? AND <expr>=?)"));
  // Those of other programs are left alone.
  Run("DROP INDEX form_kind_note_index; CREATE INDEX form_kind_note_index ON form (kind, note)");
  EXPECT_THAT(Plan(Adapt({{}, {form}, {}, {}})), IsEmpty());
  form.columns[1].name = form.uniques[0].columns[0] = "content";
  form.columns[1].renamed_from = "body";
  form.columns.erase(form.columns.begin() + 3);
  form.indexes.clear();
  Migrate(Adapt({{}, {form}, {}, {}}));
  EXPECT_EQ(Ask("SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"),
            "CREATE UNIQUE INDEX \"form_body_unique\" ON \"form\" (ormd_json(\"content\"))");
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
  const std::vector<Operation> plan = Plan(Adapt({{}, {table}, {}, {}}));
  ASSERT_EQ(plan.size(), 1);
  EXPECT_EQ(plan[0].safety, Safety::kMayLoseData);
  EXPECT_THAT(plan[0].summary, AllOf(HasSubstr("change column \"a\" (nulls become its default)"),
                                     HasSubstr("change column \"b\" (nulls become its zero value)")));
  Migrate(Adapt({{}, {table}, {}, {}}));
  EXPECT_EQ(Ask("SELECT * FROM t"), "1|7||1970-01-01 00:00:00.000000|0.00|[]|X|a");
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
  EXPECT_EQ(plan[0].safety, Safety::kMayLock);
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
