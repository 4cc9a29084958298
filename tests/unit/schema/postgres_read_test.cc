#include "tests/unit/schema/postgres_schema_test.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> TypesOf(const Table& table) {
  std::vector<std::string> types;
  for (const TableColumn& column : table.columns) {
    const std::string other = column.type.database_type.empty() ? "" : StrCat(" as ", column.type.database_type);
    types.push_back(StrCat(TypeName(column.type), other));
  }
  return types;
}

TEST_F(PostgresSchemaTest, TypesThatKindsHaveByThemselves) {
  Run("CREATE TABLE t (a boolean, b int2, c int4, d int8, e real, f float8, g numeric, h numeric(10,2), i text, "
      "j varchar, k varchar(20), l char(3), m uuid, n bytea, o date, p time, q timestamptz, r interval, s jsonb, "
      "t integer[], u varchar(5)[])");
  EXPECT_THAT(TypesOf(ReadTable("t")),
              ElementsAre("bool", "smallint", "integer", "bigint", "real", "double", "decimal", "decimal(10,2)", "text",
                          "varchar", "varchar(20)", "char(3)", "uuid", "bytes", "date", "time", "timestamp", "interval",
                          "json", "integer[]", "varchar(5)[]"));
}

TEST_F(PostgresSchemaTest, TypesOfOtherNames) {
  Run("CREATE EXTENSION citext; CREATE DOMAIN price AS numeric(10,2) CHECK (VALUE >= 0); CREATE SCHEMA shop; "
      "CREATE TYPE shop.\"State\" AS ENUM ('open', 'shut'); CREATE TYPE mood AS ENUM ('ok');"
      "CREATE TABLE t (a timestamp, b timestamptz(3), c json, d citext, e price, f shop.\"State\", g mood[], h inet, "
      "i money, j price[])");
  EXPECT_THAT(TypesOf(ReadTable("t")),
              ElementsAre("timestamp as timestamp without time zone", "timestamp as timestamp(3) with time zone",
                          "json as json", "text as citext", "decimal(10,2) as price", "enum as \"shop\".\"State\"",
                          "enum[]", "text as inet", "decimal as money", "decimal(10,2)[]"));
  const Table table = ReadTable("t");
  EXPECT_THAT(table.columns[5].type.labels, ElementsAre("open", "shut"));
  EXPECT_EQ(table.columns[6].type.element->database_type, "\"mood\"");
}

TEST_F(PostgresSchemaTest, RulesOfColumns) {
  Run("CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b bigserial PRIMARY KEY, c text COLLATE \"C\" DEFAULT 'x' "
      "NOT NULL, "
      "d int GENERATED ALWAYS AS (a + 1) STORED, e text COLLATE \"default\", f int DEFAULT 1 + 1, g serial);"
      "COMMENT ON COLUMN t.c IS 'about c'; COMMENT ON TABLE t IS 'about t'");
  const Table table = ReadTable("t");
  EXPECT_EQ(table.comment, "about t");
  EXPECT_TRUE(table.columns[0].identity);
  EXPECT_TRUE(table.columns[1].identity);
  EXPECT_EQ(table.columns[1].default_sql, std::nullopt);
  EXPECT_EQ(table.columns[2].default_sql, "'x'::text");
  EXPECT_EQ(table.columns[2].collation, "C");
  EXPECT_EQ(table.columns[2].comment, "about c");
  EXPECT_FALSE(table.columns[2].nullable);
  EXPECT_EQ(table.columns[3].generated, "a + 1");
  EXPECT_EQ(table.columns[3].default_sql, std::nullopt);
  EXPECT_EQ(table.columns[4].collation, "");
  EXPECT_EQ(table.columns[5].default_sql, "1 + 1");
  // Beside the key it is a default like others.
  EXPECT_FALSE(table.columns[6].identity);
  EXPECT_EQ(table.columns[6].default_sql, "nextval('t_g_seq'::regclass)");
}

TEST_F(PostgresSchemaTest, Constraints) {
  Run("CREATE SCHEMA shop; CREATE TABLE shop.a (x int, y int, CONSTRAINT a_key PRIMARY KEY (y, x));"
      "CREATE TABLE b (id int PRIMARY KEY, x int, y int UNIQUE DEFERRABLE INITIALLY DEFERRED, "
      "CONSTRAINT low CHECK (x > 0), CONSTRAINT xy FOREIGN KEY (y, x) REFERENCES shop.a (y, x) ON DELETE CASCADE "
      "ON UPDATE NO ACTION DEFERRABLE)");
  const DatabaseSchema schema = Read();
  EXPECT_EQ(schema.FindTable({"shop", "a"})->primary_key, (PrimaryKey{"a_key", {"y", "x"}}));
  const Table& b = *schema.FindTable({"", "b"});
  EXPECT_THAT(b.uniques, ElementsAre(UniqueConstraint{"b_y_key", {"y"}, Deferrable::kInitiallyDeferred}));
  EXPECT_THAT(b.checks, ElementsAre(TableCheck{"low", "x > 0"}));
  EXPECT_THAT(b.foreign_keys, ElementsAre(ForeignKey{"xy",
                                                     {"y", "x"},
                                                     {"shop", "a"},
                                                     {"y", "x"},
                                                     ReferentialAction::kCascade,
                                                     ReferentialAction::kDefault,
                                                     Deferrable::kInitiallyImmediate}));
  EXPECT_THAT(b.indexes, IsEmpty());
  EXPECT_THAT(schema.namespaces, ElementsAre("public", "shop"));
}

TEST_F(PostgresSchemaTest, Indexes) {
  Run("CREATE TABLE t (a int, \"B c\" text, c text, d jsonb);"
      "CREATE INDEX i1 ON t (a, \"B c\"); CREATE UNIQUE INDEX i2 ON t (a) INCLUDE (c) WHERE a > 0;"
      "CREATE INDEX i3 ON t (a DESC, lower(c)); CREATE INDEX i4 ON t USING gin (d);"
      "CREATE INDEX i5 ON t (c text_pattern_ops); CREATE INDEX i6 ON t ((a * 2), (\"B c\" || ')'))");
  EXPECT_THAT(ReadTable("t").indexes,
              ElementsAre(TableIndex{"i1", {"a", "B c"}, {}, "", "", "", false},
                          TableIndex{"i2", {"a"}, {"c"}, "", "a > 0", "", true},
                          TableIndex{"i3", {}, {}, "a DESC, lower(c)", "", "", false},
                          TableIndex{"i4", {"d"}, {}, "", "", "gin", false},
                          TableIndex{"i5", {}, {}, "c text_pattern_ops", "", "", false},
                          TableIndex{"i6", {}, {}, "(a * 2), (\"B c\" || ')'::text)", "", "", false}));
}

TEST_F(PostgresSchemaTest, ViewsWithColumnsIndexesAndComments) {
  Run("CREATE TABLE t (a int, b text); CREATE VIEW v AS SELECT a, b FROM t WHERE a > 0;"
      "CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE UNIQUE INDEX m_a ON m (a); COMMENT ON VIEW v IS 'some'");
  const DatabaseSchema schema = Read();
  ASSERT_EQ(schema.views.size(), 2u);
  EXPECT_EQ(schema.views[0].name.name, "m");
  EXPECT_TRUE(schema.views[0].materialized);
  EXPECT_THAT(schema.views[0].indexes, ElementsAre(TableIndex{"m_a", {"a"}, {}, "", "", "", true}));
  EXPECT_EQ(schema.views[1].comment, "some");
  EXPECT_TRUE(schema.views[1].definition.starts_with("SELECT "));
  EXPECT_TRUE(schema.views[1].definition.ends_with("a > 0"));
  ASSERT_EQ(schema.views[1].columns.size(), 2u);
  EXPECT_EQ(schema.views[1].columns[1].name, "b");
}

TEST_F(PostgresSchemaTest, LeavesOutWhatIsNotTheUsers) {
  Run("CREATE EXTENSION pg_stat_statements; CREATE TABLE ormd_migrations (name text); CREATE TEMP TABLE mine (a int);"
      "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)");
  const DatabaseSchema schema = Read();
  ASSERT_EQ(schema.tables.size(), 1u);
  EXPECT_EQ(schema.tables[0].name.name, "p");
  EXPECT_THAT(schema.views, IsEmpty());
}

TEST_F(PostgresSchemaTest, EnumsKeepTheirOrder) {
  Run("CREATE TYPE mood AS ENUM ('b', 'a'); ALTER TYPE mood ADD VALUE 'c' BEFORE 'a'");
  EXPECT_THAT(Read().enums, ElementsAre(EnumType{{"", "mood"}, {"b", "c", "a"}}));
}

}  // namespace
}  // namespace ormd
