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
const Type kPrice = {.kind = TypeKind::kDecimal, .precision = 10, .scale = 2};

Type EnumOf(const std::string& name, std::vector<std::string> labels) {
  return {.kind = TypeKind::kEnum, .labels = std::move(labels), .database_type = StrCat("\"", name, "\"")};
}

Type ListOf(Type element) { return {.kind = TypeKind::kArray, .element = std::make_shared<const Type>(element)}; }

ForeignKey KeyTo(const std::string& name, const std::string& column, const std::string& target) {
  ForeignKey key;
  key.name = name;
  key.columns = {column};
  key.target = {"", target};
  key.target_columns = {"id"};
  return key;
}

// Two tables that refer to each other, with a bit of everything.
DatabaseSchema Shop() {
  Table author = TableOf("author", {IdColumn(), Column("name", {.kind = TypeKind::kVarchar, .length = 40}),
                                    Column("best_id", kBigint, true)});
  author.comment = "who's who";
  author.foreign_keys = {KeyTo("author_best_foreign", "best_id", "book")};
  author.uniques = {{"author_name_unique", {"name"}, Deferrable::kInitiallyDeferred}};
  Table book = TableOf("book", {IdColumn(), Column("author_id", kBigint), WithDefault(Column("price", kPrice), "0"),
                                Column("doubled", kPrice, true), Column("state", EnumOf("state", {"OPEN", "SHUT"}))});
  book.columns[3].generated = "price * 2";
  book.columns[4].default_sql = "'OPEN'";
  book.columns[4].comment = "two\nlines";
  book.checks = {{"book_price_check", "price >= 0"}};
  book.indexes = {{"book_author_index", {"author_id"}, {"price"}, "", "", "", false},
                  {"book_price_index", {}, {}, "(price * 3) DESC", "price > 1", "", true}};
  book.foreign_keys = {KeyTo("book_author_foreign", "author_id", "author")};
  book.foreign_keys[0].on_delete = ReferentialAction::kCascade;
  book.foreign_keys[0].on_update = ReferentialAction::kNoAction;
  View cheap = ViewOf("cheap", "SELECT id, price FROM book -- all\nWHERE price < 10");
  cheap.comment = "not much";
  View cheapest = ViewOf("cheapest", "SELECT min(price) AS least FROM cheap");
  cheapest.materialized = true;
  cheapest.indexes = {{"cheapest_index", {}, {}, "(least + 1)", "", "", true}};
  DatabaseSchema shop = Tables({author, book});
  shop.enums = {{{"", "state"}, {"OPEN", "SHUT"}}};
  shop.views = {cheapest, cheap};
  return shop;
}

constexpr const char* kRows =
    "INSERT INTO author (name) VALUES ('Ann'), ('Bob');"
    "INSERT INTO book (author_id, price) VALUES (1, 1), (1, 2.5), (2, 30)";

std::vector<std::string> Summaries(const std::vector<Operation>& operations) {
  std::vector<std::string> summaries;
  for (const Operation& operation : operations) summaries.push_back(operation.summary);
  return summaries;
}

class PostgresPlanTest : public PostgresSchemaTest {
 protected:
  // Brings the shop to `changed` and back, with rows, and asks `sql` in between.
  std::string ThereAndBack(const DatabaseSchema& changed, const std::string& sql) {
    MigrateTo(Shop());
    Run(kRows);
    MigrateTo(changed);
    std::string answer = Ask(sql);
    MigrateTo(Shop());
    EXPECT_EQ(Ask("SELECT price::float8 FROM book ORDER BY id"), "1,2.5,30");
    return answer;
  }

  static Table& Author(DatabaseSchema& shop) { return shop.tables[0]; }
  static Table& Book(DatabaseSchema& shop) { return shop.tables[1]; }
};

TEST_F(PostgresPlanTest, CreatesAndDropsEverything) {
  MigrateTo(Shop());
  Run(kRows);
  EXPECT_EQ(Ask("SELECT obj_description('author'::regclass)"), "who's who");
  EXPECT_EQ(Ask("SELECT doubled::float8 FROM book ORDER BY id"), "2,5,60");
  MigrateTo({});
  EXPECT_THAT(Read().tables, IsEmpty());
  EXPECT_THAT(Read().enums, IsEmpty());
}

TEST_F(PostgresPlanTest, StatementsHaveOneLine) {
  for (const std::string& sql : StatementsOf(Diff(Shop()))) EXPECT_THAT(sql, Not(HasSubstr("\n")));
}

TEST_F(PostgresPlanTest, ColumnsComeWithTheZeroOfTheirType) {
  DatabaseSchema changed = Shop();
  Type inet;
  inet.database_type = "inet";
  size_t number = 0;
  for (const TypeKind kind : {TypeKind::kBool, TypeKind::kSmallint, TypeKind::kDouble, TypeKind::kDecimal,
                              TypeKind::kText, TypeKind::kChar, TypeKind::kUuid, TypeKind::kBytes, TypeKind::kDate,
                              TypeKind::kTime, TypeKind::kTimestamp, TypeKind::kInterval, TypeKind::kJson}) {
    Book(changed).columns.push_back(Column(StrCat("c", number++), {.kind = kind}));
  }
  Book(changed).columns.push_back(Column("l", ListOf(kInteger)));
  Book(changed).columns.push_back(Column("s", EnumOf("state", {"OPEN", "SHUT"})));
  Book(changed).columns.push_back(Column("n", inet));
  EXPECT_EQ(ThereAndBack(changed,
                         "SELECT concat_ws('|', c0, c1, c2, c3, c4, c6, c7, c8, c9, c10, c11, c12, l, s, n) "
                         "FROM book WHERE id = 1"),
            "f|0|0|0||00000000-0000-0000-0000-000000000000|\\x|1970-01-01|00:00:00|1970-01-01 00:00:00+00|PT0S|{}|{}|"
            "OPEN|0.0.0.0");
}

TEST_F(PostgresPlanTest, TypesChangeUnderViewsChecksIndexesAndGeneratedColumns) {
  DatabaseSchema changed = Shop();
  Book(changed).columns[2].type = {.kind = TypeKind::kDouble};
  Book(changed).columns[2].default_sql = "1.5";
  Book(changed).columns[3].type = {.kind = TypeKind::kDouble};
  EXPECT_EQ(ThereAndBack(changed, "SELECT doubled FROM book ORDER BY id"), "2,5,60");
}

TEST_F(PostgresPlanTest, KeysChangeTheirTypeOnBothSides) {
  DatabaseSchema changed = Shop();
  Author(changed).columns[0].type = {.kind = TypeKind::kText};
  Author(changed).columns[0].identity = false;
  Book(changed).columns[1].type = {.kind = TypeKind::kText};
  EXPECT_EQ(ThereAndBack(changed, "SELECT author_id FROM book ORDER BY id"), "1,1,2");
  Run("INSERT INTO author (name) VALUES ('Cid')");
  EXPECT_EQ(Ask("SELECT max(id) FROM author"), "3");
}

TEST_F(PostgresPlanTest, ValuesComeFromTypeToType) {
  Table t = TableOf("t", {IdColumn(), Column("a", kText), Column("b", {.kind = TypeKind::kBool}), Column("c", kInteger),
                          Column("d", {.kind = TypeKind::kBytes}), Column("e", kInteger),
                          Column("f", {.kind = TypeKind::kDate}), Column("g", {.kind = TypeKind::kDecimal})});
  MigrateTo(Tables({t}));
  Run("INSERT INTO t (a, b, c, d, e, f, g) VALUES ('12', true, 1, 'abc', 7, '2020-01-02', 2.6)");
  t.columns[1].type = kInteger;
  t.columns[2].type = kBigint;
  t.columns[3].type = {.kind = TypeKind::kBool};
  t.columns[4].type = kText;
  t.columns[5].type = ListOf(kText);
  t.columns[6].type = {.kind = TypeKind::kTimestamp};
  t.columns[7].type = kInteger;
  MigrateTo(Tables({t}));
  EXPECT_EQ(Ask("SELECT concat_ws('|', a, b, c, d, e, f, g) FROM t"), "12|1|t|abc|{7}|2020-01-02 00:00:00+00|3");
}

TEST_F(PostgresPlanTest, ListsBecomeDocumentsAndDocumentsLists) {
  const Type json = {.kind = TypeKind::kJson};
  const auto table = [](const Type& text_list, const Type& numbers, const Type& native) {
    return Tables({TableOf("t", {IdColumn(), Column("a", text_list, true), Column("b", numbers, true),
                                 Column("c", native, true)})});
  };
  const DatabaseSchema lists = table(ListOf(kText), ListOf(kBigint), ListOf(kText));
  MigrateTo(lists);
  Run(R"(INSERT INTO t (a, b, c) VALUES ('{}', '{}', '{}'), ('{a,"b, \"c\" [d]",NULL}', '{1,-2}', '{x}'),
      (NULL, NULL, NULL))");
  const std::string rows = "SELECT concat_ws('|', a, b, c) FROM t ORDER BY id";
  const std::string before = Ask(rows);
  MigrateTo(table(json, json, {.kind = TypeKind::kJson, .database_type = "json"}));
  EXPECT_EQ(Ask("SELECT a FROM t ORDER BY id"), R"([],["a", "b, \"c\" [d]", null],null)");
  EXPECT_EQ(Ask("SELECT concat_ws('|', b, c) FROM t ORDER BY id"), R"([]|[],[1, -2]|["x"],)");
  MigrateTo(lists);
  EXPECT_EQ(Ask(rows), before);
}

TEST_F(PostgresPlanTest, ADocumentThatIsNoListIsRefusedAsOne) {
  Table t = TableOf("t", {IdColumn(), Column("a", {.kind = TypeKind::kJson})});
  MigrateTo(Tables({t}));
  Run(R"(INSERT INTO t (a) VALUES ('{"b": 1}'))");
  t.columns[1].type = ListOf(kText);
  EXPECT_EQ(ReasonOf(Apply(Diff(Tables({t})))), Reason::kBadValue);
}

TEST_F(PostgresPlanTest, AnyTextBecomesADocumentAndAList) {
  Table t = TableOf("t", {IdColumn(), Column("a", kText, true), Column("b", kText, true)});
  MigrateTo(Tables({t}));
  Run(R"(INSERT INTO t (a, b) VALUES ('hello', 'hello'), ('', ''), ('{"a": [1]}', '{a,"b c"}'), ('-1.5e3', '{'),
      ('007', 'a,b'), ('true', 'NULL'), (NULL, NULL))");
  t.columns[1].type = {.kind = TypeKind::kJson};
  t.columns[2].type = ListOf(kText);
  MigrateTo(Tables({t}));
  EXPECT_EQ(Ask("SELECT a FROM t ORDER BY id"), R"("hello","",{"a": [1]},-1500,"007",true,null)");
  EXPECT_EQ(Ask("SELECT b FROM t ORDER BY id"), R"({hello},{""},{a,"b c"},{"{"},{"a,b"},{"NULL"},null)");
  t.columns[1].type = kText;
  MigrateTo(Tables({t}));
  EXPECT_EQ(Ask("SELECT a FROM t ORDER BY id"), R"(hello,,{"a": [1]},-1500,007,true,null)");
}

TEST_F(PostgresPlanTest, DocumentsComeBackFromTexts) {
  Table t = TableOf("t", {IdColumn(), Column("a", {.kind = TypeKind::kJson}),
                          Column("b", {.kind = TypeKind::kJson, .database_type = "json"})});
  MigrateTo(Tables({t}));
  Run(R"(INSERT INTO t (a, b) SELECT a::jsonb, a::json FROM unnest(ARRAY['"hello"', '"1"', '"{}"', '1', 'null', '""',
      '{"a": "b"}', '[1]', '"[x"', '"007"', '" true "']) WITH ORDINALITY AS u (a, n) ORDER BY n)");
  const std::string rows = "SELECT a::text || b FROM t ORDER BY id";
  const std::string before = Ask(rows);
  Table texts = t;
  texts.columns[1].type = texts.columns[2].type = kText;
  MigrateTo(Tables({texts}));
  MigrateTo(Tables({t}));
  EXPECT_EQ(Ask(rows), before);
}

TEST_F(PostgresPlanTest, MomentsAndKeysBecomeDocuments) {
  Table t = TableOf("t", {IdColumn(), Column("a", {.kind = TypeKind::kDate}), Column("b", {.kind = TypeKind::kUuid})});
  MigrateTo(Tables({t}));
  Run("INSERT INTO t (a, b) VALUES ('2024-02-29', '6f1c6a0e-8f3b-4c1d-9e2f-0a1b2c3d4e5f')");
  t.columns[1].type = t.columns[2].type = {.kind = TypeKind::kJson};
  MigrateTo(Tables({t}));
  EXPECT_EQ(Ask("SELECT a || b FROM t"), R"(["2024-02-29", "6f1c6a0e-8f3b-4c1d-9e2f-0a1b2c3d4e5f"])");
}

TEST_F(PostgresPlanTest, ATextThatIsTooLongIsRefused) {
  Table t = TableOf("t", {IdColumn(), Column("a", kText)});
  MigrateTo(Tables({t}));
  Run("INSERT INTO t (a) VALUES ('much too long')");
  t.columns[1].type = {.kind = TypeKind::kVarchar, .length = 4};
  const std::vector<Operation> operations = Diff(Tables({t}));
  EXPECT_EQ(operations[0].safety, Safety::kMayLoseData);
  EXPECT_EQ(ReasonOf(Apply(operations)), Reason::kBadValue);
  EXPECT_EQ(Ask("SELECT a FROM t"), "much too long");
}

TEST_F(PostgresPlanTest, WhatATypeOfTheDatabaseHoldsIsNotKnown) {
  for (const char* type : {"numeric(5,-2)", "money"}) {
    Table t = TableOf("t", {IdColumn(), Column("a", {.kind = TypeKind::kDecimal, .precision = 12, .scale = 4})});
    MigrateTo(Tables({t}));
    t.columns[1].type = {.kind = TypeKind::kDecimal, .database_type = type};
    const std::vector<Operation> operations = Diff(Tables({t}));
    ASSERT_FALSE(operations.empty());
    EXPECT_EQ(operations[0].safety, Safety::kMayLoseData) << type;
  }
}

TEST_F(PostgresPlanTest, NullsAreFilledByDefaultOrZero) {
  DatabaseSchema with_nulls = Shop();
  Author(with_nulls).columns.push_back(Column("a", kText, true));
  Author(with_nulls).columns.push_back(Column("b", kInteger, true));
  DatabaseSchema without = with_nulls;
  Author(without).columns[3].nullable = false;
  Author(without).columns[4] = WithDefault(Column("b", kInteger), "5");
  MigrateTo(with_nulls);
  Run(kRows);
  for (const Operation& operation : Diff(without)) EXPECT_EQ(operation.safety, Safety::kMayLoseData);
  EXPECT_THAT(Summaries(MigrateTo(without)),
              ElementsAre("change column \"author\".\"a\": not null (nulls become its zero value)",
                          "change column \"author\".\"b\": default, not null (nulls become its default)"));
  EXPECT_EQ(Ask("SELECT a || b FROM author"), "5,5");
  MigrateTo(with_nulls);
  EXPECT_TRUE(ReadTable("author").columns[3].nullable);
}

TEST_F(PostgresPlanTest, RenamesKeepRowsAndRenameWhatBelongsToThem) {
  DatabaseSchema changed = Shop();
  Book(changed).name.name = "work";
  Book(changed).renamed_from = "book";
  Book(changed).primary_key.name = "work_pkey";
  Book(changed).columns[1].name = "writer_id";
  Book(changed).columns[1].renamed_from = "author_id";
  Book(changed).columns[2].name = "cost";
  Book(changed).columns[2].renamed_from = "price";
  Book(changed).columns[3].generated = "cost * 2";
  Book(changed).checks = {{"work_cost_check", "cost >= 0"}};
  Book(changed).indexes = {{"work_writer_index", {"writer_id"}, {"cost"}, "", "", "", false},
                           {"work_cost_index", {}, {}, "(cost * 3) DESC", "cost > 1", "", true}};
  Book(changed).foreign_keys[0].name = "work_writer_foreign";
  Book(changed).foreign_keys[0].columns = {"writer_id"};
  Author(changed).foreign_keys[0].target.name = "work";
  changed.views[1].definition = "SELECT id, cost AS price FROM work WHERE cost < 10";
  DatabaseSchema back = Shop();
  Book(back).renamed_from = "work";
  Book(back).columns[1].renamed_from = "writer_id";
  Book(back).columns[2].renamed_from = "cost";

  MigrateTo(Shop());
  Run(kRows);
  const std::vector<std::string> summaries = Summaries(MigrateTo(changed));
  EXPECT_THAT(summaries, Contains("rename table \"book\" to \"work\""));
  EXPECT_THAT(summaries, Contains("rename column \"work\".\"author_id\" to \"writer_id\""));
  EXPECT_THAT(summaries, Contains("rename index \"book_price_index\" to \"work_cost_index\""));
  EXPECT_THAT(summaries, Contains("rename check \"book_price_check\" of \"work\" to \"work_cost_check\""));
  EXPECT_EQ(ReadTable("work").primary_key.name, "work_pkey");
  // The old names are free.
  DatabaseSchema both = changed;
  both.tables.push_back(Shop().tables[1]);
  both.tables[2].columns.pop_back();
  MigrateTo(both);
  MigrateTo(changed);
  MigrateTo(back);
  EXPECT_EQ(Ask("SELECT price::float8 FROM book ORDER BY id"), "1,2.5,30");
}

TEST_F(PostgresPlanTest, UniquesOfTheSameColumnsAllStand) {
  Table t = TableOf("t", {IdColumn(), Column("a", kText)});
  t.uniques = {{"u1", {"a"}, {}}, {"u2", {"a"}, {}}, {"u3", {"id"}, {}}};
  MigrateTo(Tables({t}));
  EXPECT_EQ(ReadTable("t").uniques.size(), 3u);
}

TEST_F(PostgresPlanTest, NamesAreSwapped) {
  Table t = TableOf("t", {IdColumn(), Column("a", kText), Column("b", kText)});
  MigrateTo(Tables({t}));
  Run("INSERT INTO t (a, b) VALUES ('was a', 'was b')");
  const DatabaseSchema before = Read();
  DatabaseSchema after = before;
  TableChange change;
  change.table = {&before.tables[0], &after.tables[0]};
  change.columns = {{before.tables[0].FindColumn("a"), after.tables[0].FindColumn("b")},
                    {before.tables[0].FindColumn("b"), after.tables[0].FindColumn("a")}};
  SchemaDiff diff;
  diff.before = &before;
  diff.after = &after;
  diff.changed = {change};
  ASSERT_TRUE(Apply(PostgresDialect().Plan(diff).value()).ok());
  EXPECT_EQ(Ask("SELECT b || ', ' || a FROM t"), "was a, was b");
}

TEST_F(PostgresPlanTest, AnIndexMakesRoomForOneOfAnotherTable) {
  Table first = TableOf("a", {IdColumn(), Column("b_c", {.kind = TypeKind::kText})});
  first.indexes = {{"a_b_c_index", {"b_c"}, {}, "", "", "", false}};
  Table second = TableOf("a_b", {IdColumn(), Column("c", {.kind = TypeKind::kText})});
  MigrateTo(Tables({first, second}));
  first.indexes[0].name = "a_b_c_index_1";
  second.indexes = {{"a_b_c_index", {"c"}, {}, "", "", "", false}};
  EXPECT_THAT(StatementsOf(MigrateTo(Tables({first, second}))),
              testing::ElementsAre(R"(ALTER INDEX "a_b_c_index" RENAME TO "a_b_c_index_1")",
                                   R"(CREATE INDEX "a_b_c_index" ON "a_b" ("c"))"));
  EXPECT_EQ(ReadTable("a_b").indexes[0].name, "a_b_c_index");
}

TEST_F(PostgresPlanTest, IdentityComesAndGoes) {
  Table t = TableOf("t", {Column("id", kInteger)});
  MigrateTo(Tables({t}));
  Run("INSERT INTO t VALUES (5), (9)");
  t.columns[0].identity = true;
  MigrateTo(Tables({t}));
  Run("INSERT INTO t DEFAULT VALUES");
  EXPECT_EQ(Ask("SELECT max(id) FROM t"), "10");
  t.columns[0].identity = false;
  MigrateTo(Tables({t}));
  Run("CREATE TABLE s (id serial PRIMARY KEY)");
  Table s = TableOf("s", {Column("id", kInteger)});
  MigrateTo(Tables({t, s}));
  s.columns[0].identity = true;
  MigrateTo(Tables({t, s}));
  Run("INSERT INTO s DEFAULT VALUES");
  EXPECT_EQ(Ask("SELECT max(id) FROM s"), "1");
}

TEST_F(PostgresPlanTest, GeneratedColumnsComeGoAndChange) {
  DatabaseSchema changed = Shop();
  Book(changed).columns[3].generated = "price * 4";
  Book(changed).indexes.push_back({"book_doubled_index", {"doubled"}, {}, "", "", "", false});
  MigrateTo(Shop());
  Run(kRows);
  MigrateTo(changed);
  EXPECT_EQ(Ask("SELECT doubled::float8 FROM book ORDER BY id"), "4,10,120");
  DatabaseSchema plain = changed;
  Book(plain).columns[3].generated.reset();
  MigrateTo(plain);
  EXPECT_EQ(Ask("SELECT doubled::float8 FROM book ORDER BY id"), "4,10,120");
  MigrateTo(Shop());
  EXPECT_EQ(Ask("SELECT doubled::float8 FROM book ORDER BY id"), "2,5,60");
}

TEST_F(PostgresPlanTest, KeysAndConstraintsChange) {
  DatabaseSchema changed = Shop();
  Author(changed).primary_key.columns = {"name"};
  Author(changed).uniques = {{"author_id_unique", {"id"}, Deferrable::kNot}};
  Book(changed).checks[0].expression = "price > -1";
  Book(changed).foreign_keys[0].on_delete = ReferentialAction::kRestrict;
  Book(changed).foreign_keys[0].deferrable = Deferrable::kInitiallyImmediate;
  Book(changed).indexes[0].unique = false;
  Book(changed).indexes[0].include = {"state"};
  Book(changed).indexes[1].method = "hash";
  Book(changed).indexes[1].expression = "(price * 3)";
  Book(changed).indexes[1].unique = false;
  EXPECT_EQ(ThereAndBack(changed, "SELECT count(*) FROM book"), "3");
}

TEST_F(PostgresPlanTest, CollationsAndCommentsChange) {
  DatabaseSchema changed = Shop();
  Author(changed).comment.clear();
  Author(changed).columns[1].collation = "C";
  Author(changed).columns[1].comment = "it's";
  Book(changed).columns[4].comment.clear();
  changed.views[1].comment = "other";
  changed.views[0].indexes[0].expression = "(least + 2)";
  EXPECT_EQ(ThereAndBack(changed, "SELECT col_description('author'::regclass, 2)"), "it's");
}

TEST_F(PostgresPlanTest, LabelsAreAdded) {
  DatabaseSchema changed = Shop();
  changed.enums[0].labels = {"NEW", "OPEN", "HALF", "SHUT", "GONE"};
  MigrateTo(Shop());
  Run(kRows);
  EXPECT_THAT(Summaries(MigrateTo(changed)), ElementsAre("add to enum \"state\""));
  Run("UPDATE book SET state = 'HALF' WHERE id = 1");
  // They do not go while rows have them.
  EXPECT_EQ(ReasonOf(Apply(Diff(Shop()))), Reason::kBadValue);
  Run("UPDATE book SET state = 'SHUT'");
  MigrateTo(Shop());
  EXPECT_EQ(Ask("SELECT DISTINCT state::text FROM book"), "SHUT");
}

TEST_F(PostgresPlanTest, ALabelThatIsUsedAtOnceMakesTheEnumAnew) {
  DatabaseSchema changed = Shop();
  changed.enums[0].labels = {"OPEN", "SHUT", "GONE"};
  Book(changed).columns[4].default_sql = "'GONE'";
  Book(changed).indexes.push_back({"book_gone_index", {"id"}, {}, "", "state = 'GONE'", "", false});
  changed.views.push_back(ViewOf("gone", "SELECT id FROM book WHERE state = 'GONE'::state"));
  Book(changed).columns.push_back(Column("states", ListOf(EnumOf("state", {"OPEN", "SHUT", "GONE"}))));
  EXPECT_EQ(ThereAndBack(changed, "SELECT enum_range(NULL::state)::text"), "{OPEN,SHUT,GONE}");
}

TEST_F(PostgresPlanTest, NewTablesInNewSchemas) {
  DatabaseSchema changed = Shop();
  Table log = TableOf("log", {IdColumn(), Column("kind", EnumOf("kind", {"a"}))});
  log.name.schema = "old \"stuff\"";
  log.columns[1].type.database_type = "\"old \"\"stuff\"\"\".\"kind\"";
  log.columns[1].default_sql = "'a'";
  changed.tables.push_back(log);
  changed.enums.push_back({{"old \"stuff\"", "kind"}, {"a"}});
  EXPECT_EQ(ThereAndBack(changed, "INSERT INTO \"old \"\"stuff\"\"\".log DEFAULT VALUES RETURNING id"), "1");
}

TEST_F(PostgresPlanTest, UnknownViewsAndKeysStay) {
  MigrateTo(Shop());
  Run(kRows);
  Run("CREATE VIEW mine AS SELECT price FROM book; CREATE TABLE other (id bigint REFERENCES book)");
  DatabaseSchema changed = Shop();
  Book(changed).columns[0].type = kInteger;
  Author(changed).columns[2].type = kInteger;
  Book(changed).columns[2].type = {.kind = TypeKind::kReal};
  const DatabaseSchema before = Read();
  const DatabaseSchema after = Normalize(changed);
  ASSERT_TRUE(Apply(PostgresDialect().Plan(Compare(before, after, {})).value()).ok()) << failed_;
  EXPECT_EQ(Ask("SELECT price FROM mine"), "1,2.5,30");
  EXPECT_EQ(ReadTable("other").foreign_keys.size(), 1u);
}

}  // namespace
}  // namespace ormd
