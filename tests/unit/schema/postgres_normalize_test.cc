#include "tests/unit/schema/postgres_schema_test.h"

namespace ormd {
namespace {

Table Book() {
  Table table = TableOf("book", {IdColumn(), WithDefault(Column("title", {}), "'none'"),
                                 Column("price", {.kind = TypeKind::kDecimal, .precision = 10, .scale = 2})});
  table.checks = {{"cheap", "((price) < (1000))"}};
  table.indexes = {{"book_lower", {}, {}, "LOWER( title ) asc, price desc", "price>0", "", false}};
  return table;
}

TEST_F(PostgresSchemaTest, NormalizeSaysWhatReadWillSay) {
  const DatabaseSchema normal = Normalize(Tables({Book()}));
  const Table& book = normal.tables[0];
  EXPECT_EQ(book.columns[1].default_sql, "'none'::text");
  EXPECT_EQ(book.checks[0].expression, "price < 1000::numeric");
  EXPECT_EQ(book.indexes[0].expression, "lower(title), price DESC");
  EXPECT_EQ(book.indexes[0].where, "price > 0::numeric");
  EXPECT_TRUE(book.columns[0].identity);
}

TEST_F(PostgresSchemaTest, NormalizeLeavesNothingAndMayRunInATransaction) {
  ASSERT_TRUE(connection_->Begin({}, {}).ok());
  Run("CREATE TABLE before_it (a int)");
  Normalize(Tables({Book()}));
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM pg_class WHERE relname IN ('book', 'before_it')"), "1");
}

TEST_F(PostgresSchemaTest, OneThatFailsDoesNotSpoilTheOthers) {
  Table bad = TableOf("bad", {IdColumn(), WithDefault(Column("x", {}), "missing_function()")});
  bad.checks = {{"c", "((id)>0)"}};
  const DatabaseSchema normal = Normalize(Tables({bad, Book()}));
  EXPECT_EQ(normal.tables[0].columns[1].default_sql, "missing_function()");
  EXPECT_EQ(normal.tables[0].checks[0].expression, "((id)>0)");
  EXPECT_EQ(normal.tables[1].checks[0].expression, "price < 1000::numeric");
}

TEST_F(PostgresSchemaTest, AReadOnlyTransactionKeepsTheText) {
  ASSERT_TRUE(connection_->Begin({Isolation::kDefault, true}, {}).ok());
  EXPECT_EQ(Normalize(Tables({Book()})).tables[0].checks[0].expression, "((price) < (1000))");
  EXPECT_TRUE(connection_->Rollback({}).ok());
}

TEST_F(PostgresSchemaTest, ColumnTypesGetTheirNames) {
  Type type;
  type.database_type = "TIMESTAMP(3)";
  Type varying;
  varying.database_type = "varchar(20)";
  const DatabaseSchema normal =
      Normalize(Tables({TableOf("t", {IdColumn(), Column("a", type), Column("b", varying)})}));
  EXPECT_EQ(normal.tables[0].columns[1].type.database_type, "timestamp(3) without time zone");
  EXPECT_EQ(normal.tables[0].columns[2].type, (Type{.kind = TypeKind::kVarchar, .length = 20}));
}

TEST_F(PostgresSchemaTest, NamesOfTheFirstSchemaLoseIt) {
  Table a = TableOf("a", {IdColumn()});
  a.name.schema = "public";
  Table b = TableOf("b", {IdColumn()});
  b.foreign_keys = {{"f", {"id"}, {"public", "a"}, {"id"}, {}, {}, {}}};
  const DatabaseSchema normal = Normalize(Tables({a, b}));
  EXPECT_EQ(normal.tables[0].name, (TableName{"", "a"}));
  EXPECT_EQ(normal.tables[1].foreign_keys[0].target, (TableName{"", "a"}));
}

TEST_F(PostgresSchemaTest, ViewsOverNewTablesAndEnums) {
  const Type state = {.kind = TypeKind::kEnum, .labels = {"open", "shut"}, .database_type = "\"shop\".\"state\""};
  DatabaseSchema built;
  built.enums = {{{"shop", "state"}, {"open", "shut"}}};
  built.tables = {TableOf("book", {IdColumn(), WithDefault(Column("state", state), "'open'::\"shop\".\"state\"")})};
  const View second = ViewOf("second", "select * from first where id>1");
  const View first = ViewOf("first", "SELECT id FROM book;");
  built.views = {second, first};
  const DatabaseSchema normal = Normalize(built);
  EXPECT_EQ(normal.tables[0].columns[1].default_sql, "'open'::shop.state");
  EXPECT_TRUE(normal.views[0].definition.ends_with("id > 1")) << normal.views[0].definition;
  MigrateTo(built);
  EXPECT_EQ(Read().views[1].definition, normal.views[0].definition);
  EXPECT_EQ(Read().tables[0].columns[1].default_sql, "'open'::shop.state");
}

const Type kVarchar = {.kind = TypeKind::kVarchar, .length = 5};

// PostgreSQL prints `v IN (…)` of a varchar in words that it prints in others once it has read them.
DatabaseSchema WordsThatChange() {
  Table table = TableOf("t", {IdColumn(), Column("v", kVarchar), Column("g", {.kind = TypeKind::kBool}, true)});
  table.columns[2].generated = "v IN ('a', 'b')";
  table.checks = {{"t_check", "v IN ('a', 'b')"}};
  table.indexes = {{"t_index", {"v"}, {}, "", "v IN ('a', 'b')", "", false},
                   {"t_index_1", {}, {}, "(v IN ('a', 'b'))", "", "", false}};
  DatabaseSchema built = Tables({table});
  built.views = {ViewOf("w", "SELECT id FROM t WHERE v IN ('a', 'b')")};
  return built;
}

TEST_F(PostgresSchemaTest, StatementsAreMadeOfTheEntitiesText) {
  EXPECT_THAT(StatementsOf(MigrateTo(WordsThatChange())),
              testing::Contains(testing::HasSubstr("CHECK (v IN ('a', 'b'))")));
}

TEST_F(PostgresSchemaTest, WhatADumpMadeOfItsWordsIsTheSame) {
  MigrateTo(WordsThatChange());
  const DatabaseSchema printed = Read();
  Run("DROP VIEW w; DROP TABLE t");
  // As pg_dump has it.
  const Table& table = printed.tables[0];
  Run(StrCat(
      "CREATE TABLE t (id bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT t_pkey PRIMARY KEY, v varchar(5) NOT "
      "NULL, g boolean GENERATED ALWAYS AS (",
      *table.columns[2].generated, ") STORED, CONSTRAINT t_check CHECK (", table.checks[0].expression,
      ")); CREATE INDEX t_index ON t (v) WHERE ", table.indexes[0].where, "; CREATE INDEX t_index_1 ON t (",
      table.indexes[1].expression, "); CREATE VIEW w AS ", printed.views[0].definition));
  EXPECT_NE(Read().tables[0].checks[0].expression, table.checks[0].expression);
  EXPECT_THAT(StatementsOf(Diff(WordsThatChange())), testing::IsEmpty());
  // Entities that say what stands.
  DatabaseSchema said = WordsThatChange();
  said.tables[0].checks[0].expression = Read().tables[0].checks[0].expression;
  said.views[0].definition = Read().views[0].definition;
  EXPECT_THAT(StatementsOf(Diff(said)), testing::IsEmpty());
}

TEST_F(PostgresSchemaTest, EntitiesInTheDatabasesFirstWordsStayTheSame) {
  Run("CREATE TABLE t (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, j text NOT NULL, "
      "CONSTRAINT one CHECK (j = ANY (ARRAY['x'::varchar, 'y'])), "
      "CONSTRAINT two CHECK (lower(j) = ANY (ARRAY['x'::varchar, 'y'])))");
  DatabaseSchema built = Tables({TableOf("t", {IdColumn(), Column("j", {})})});
  built.tables[0].checks = Read().tables[0].checks;
  EXPECT_THAT(StatementsOf(Diff(built)), testing::IsEmpty());
  Run("DROP TABLE t");
  MigrateTo(built);
}

TEST_F(PostgresSchemaTest, ViewsMaySayTheFirstSchema) {
  DatabaseSchema built = Tables({TableOf("user", {IdColumn(), Column("name", {})})});
  built.views = {ViewOf("v", "SELECT u.id, u.name FROM public.\"user\" u"),
                 ViewOf("w", "SELECT public.v.name FROM public.v")};
  MigrateTo(built);
}

TEST_F(PostgresSchemaTest, ManyEnumsOfAnotherSchema) {
  DatabaseSchema built;
  Table table = TableOf("t", {IdColumn()});
  table.name.schema = "app";
  for (int i = 0; i < 12; ++i) {
    const std::string name = StrCat("en", i), type = StrCat("\"app\".\"", name, "\"");
    built.enums.push_back({{"app", name}, {"A", "B"}});
    table.columns.push_back(WithDefault(
        Column(name, {.kind = TypeKind::kEnum, .labels = {"A", "B"}, .database_type = type}), StrCat("'B'::", type)));
  }
  built.tables = {table};
  EXPECT_EQ(*Normalize(built).tables[0].columns[11].default_sql, "'B'::app.en10");
  MigrateTo(built);
}

}  // namespace
}  // namespace ormd
