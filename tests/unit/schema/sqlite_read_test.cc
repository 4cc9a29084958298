#include "tests/unit/schema/sqlite_schema_test.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

class SqliteReadTest : public SqliteSchemaTest {
 protected:
  static std::vector<std::string> TypesOf(const Table& table) {
    std::vector<std::string> types;
    for (const TableColumn& column : table.columns) types.push_back(TypeName(column.type));
    return types;
  }
  static std::vector<std::string> NamesOf(const std::vector<Table>& tables) {
    std::vector<std::string> names;
    for (const Table& table : tables) names.push_back(table.name.name);
    return names;
  }
};

TEST_F(SqliteReadTest, DeclaredTypesMeanWhatPeopleMeanByThem) {
  Run("CREATE TABLE t (a INTEGER, b INT, c TINYINT, d NVARCHAR(160), e numeric(10, 2), f DATETIME, g BOOLEAN, "
      "h DOUBLE PRECISION, i Varying Character (20), j BLOB, k, l DECIMAL(5), m UNSIGNED BIG INT, n JSON, "
      "o GUID, p CLOB, q MONEY, r TEXT /* timestamp */, s CHAR(2), t VARCHAR, u [REAL], v DATE, w \"INT\")");
  EXPECT_THAT(TypesOf(ReadTable("t")),
              ElementsAre("bigint", "integer", "smallint", "varchar(160)", "decimal(10,2)", "timestamp", "bool",
                          "double", "varchar(20)", "bytes", "text", "decimal(5,0)", "bigint", "json", "uuid", "text",
                          "decimal", "timestamp", "char(2)", "text", "double", "date", "integer"));
}

TEST_F(SqliteReadTest, ColumnRulesInAnyStyle) {
  Run("create table [Odd Table] (\n  `Id` integer not null primary key, -- the key\n"
      "  \"Na\"\"me\" text constraint nn not null on conflict abort default 'it''s' collate nocase,\n"
      "  /* a note */ n int default -5 check(n < 10) constraint \"many\" check (n > -10),\n"
      "  at text DEFAULT CURRENT_TIMESTAMP, flag boolean default false, nil text default null,\n"
      "  twice int generated always as (n * 2) stored, thrice int as (n * 3),\n"
      "  word text default \"abc\", plus int default +1, sum int default (1 + 2)\n, check (n <> 3)\n) ");
  const Table table = ReadTable("Odd Table");
  EXPECT_THAT(table.primary_key.columns, ElementsAre("Id"));
  const TableColumn& name = *table.FindColumn("Na\"me");
  EXPECT_FALSE(name.nullable);
  EXPECT_EQ(name.default_sql, "'it''s'");
  EXPECT_EQ(name.collation, "nocase");
  EXPECT_TRUE(table.FindColumn("Id")->identity);
  EXPECT_EQ(table.FindColumn("n")->default_sql, "-5");
  EXPECT_TRUE(table.FindColumn("n")->nullable);
  EXPECT_EQ(table.FindColumn("at")->default_sql, "CURRENT_TIMESTAMP");
  EXPECT_EQ(table.FindColumn("flag")->default_sql, "false");
  EXPECT_EQ(table.FindColumn("nil")->default_sql, std::nullopt);
  EXPECT_EQ(table.FindColumn("twice")->generated, "n * 2");
  EXPECT_TRUE(table.FindColumn("twice")->generated_stored);
  EXPECT_EQ(table.FindColumn("thrice")->generated, "n * 3");
  EXPECT_FALSE(table.FindColumn("thrice")->generated_stored);
  EXPECT_EQ(table.FindColumn("word")->default_sql, "'abc'");
  EXPECT_EQ(table.FindColumn("sum")->default_sql, "1 + 2");
  EXPECT_THAT(table.checks,
              UnorderedElementsAre(TableCheck{"Odd Table_n_check", "n < 10"}, TableCheck{"many", "n > -10"},
                                   TableCheck{"Odd Table_1_check", "n <> 3"}));
  EXPECT_TRUE(table.loose);
}

TEST_F(SqliteReadTest, KeysAndUniquesOfColumnsAndTables) {
  Run("CREATE TABLE artist (ArtistId INTEGER PRIMARY KEY, Name UNIQUE)");
  Run("CREATE TABLE pair (a INT, b INT, c INT REFERENCES Artist ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE "
      "INITIALLY DEFERRED, d INT, PRIMARY KEY (A, b DESC), UNIQUE (b, c) ON CONFLICT IGNORE, UNIQUE (a, b), "
      "CONSTRAINT up FOREIGN KEY (d) REFERENCES \"artist\" (artistid) MATCH FULL ON UPDATE NO ACTION NOT DEFERRABLE "
      "FOREIGN KEY (c, d) REFERENCES pair) WITHOUT ROWID, STRICT");
  const Table artist = ReadTable("artist");
  EXPECT_THAT(artist.uniques, ElementsAre(UniqueConstraint{"", {"Name"}, Deferrable::kNot}));
  const Table pair = ReadTable("pair");
  EXPECT_THAT(pair.primary_key.columns, ElementsAre("a", "b"));
  EXPECT_FALSE(pair.FindColumn("a")->nullable);
  EXPECT_THAT(pair.uniques, ElementsAre(UniqueConstraint{"", {"b", "c"}, Deferrable::kNot}));
  ASSERT_EQ(pair.foreign_keys.size(), 3);
  EXPECT_EQ(pair.foreign_keys[0], (ForeignKey{"",
                                              {"c"},
                                              {"", "artist"},
                                              {"ArtistId"},
                                              ReferentialAction::kCascade,
                                              ReferentialAction::kSetNull,
                                              Deferrable::kInitiallyDeferred}));
  EXPECT_EQ(pair.foreign_keys[1], (ForeignKey{"up", {"d"}, {"", "artist"}, {"ArtistId"}}));
  EXPECT_THAT(pair.foreign_keys[2].target_columns, ElementsAre("a", "b"));
  EXPECT_FALSE(pair.loose);
}

TEST_F(SqliteReadTest, WhichKeysTheDatabaseCounts) {
  const auto counts = [&](const std::string& name, const std::string& rest) {
    Run("CREATE TABLE " + name + " " + rest);
    return ReadTable(name).columns.front().identity;
  };
  EXPECT_TRUE(counts("a", "(id INTEGER PRIMARY KEY AUTOINCREMENT)"));
  EXPECT_TRUE(counts("b", "(id INTEGER, PRIMARY KEY (id AUTOINCREMENT))"));
  EXPECT_TRUE(counts("c", "(id INTEGER, PRIMARY KEY (id))"));
  EXPECT_FALSE(counts("d", "(id INT PRIMARY KEY)"));
  EXPECT_FALSE(counts("e", "(id INTEGER PRIMARY KEY DESC)"));
  EXPECT_FALSE(counts("f", "(id INTEGER PRIMARY KEY) WITHOUT ROWID"));
  EXPECT_FALSE(counts("g", "(id INTEGER /* bigint */ PRIMARY KEY)"));
  EXPECT_FALSE(counts("h", "(id INTEGER, other TEXT, PRIMARY KEY (id, other))"));
}

TEST_F(SqliteReadTest, IndexesOfEveryKind) {
  Run("CREATE TABLE t (a TEXT, b NUMERIC(10,2), c TEXT COLLATE NOCASE, d JSON)");
  Run("CREATE INDEX i1 ON t (a, [b] ASC, c COLLATE NOCASE)");
  Run("CREATE INDEX i2 ON T (b COLLATE ormd_decimal)");
  Run("CREATE UNIQUE INDEX i3 ON t (a)");
  Run("CREATE UNIQUE INDEX i4 ON t (A) WHERE b > 1 -- only some\n");
  Run("CREATE INDEX i5 ON t (lower(a), b DESC)");
  Run("CREATE INDEX i6 ON t (a COLLATE NOCASE)");
  Run("CREATE INDEX i7 ON t (d, ormd_json(d), ORMD_JSON ( \"D\" ) ASC)");
  Run("CREATE INDEX i8 ON t (ormd_json(a))");
  const Table table = ReadTable("t");
  EXPECT_THAT(table.uniques, ElementsAre(UniqueConstraint{"i3", {"a"}, Deferrable::kNot}));
  EXPECT_THAT(table.indexes, ElementsAre(TableIndex{"i1", {"a", "b", "c"}, {}, "", "", "", false},
                                         TableIndex{"i2", {"b"}, {}, "", "", "", false},
                                         TableIndex{"i4", {"a"}, {}, "", "b > 1", "", true},
                                         TableIndex{"i5", {}, {}, "lower(a), b DESC", "", "", false},
                                         TableIndex{"i6", {}, {}, "a COLLATE NOCASE", "", "", false},
                                         TableIndex{"i7", {"d", "d", "d"}, {}, "", "", "", false},
                                         TableIndex{"i8", {}, {}, "ormd_json(a)", "", "", false}));
}

TEST_F(SqliteReadTest, ViewsAndTriggersComeWithWhatTheyBelongTo) {
  Run("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT /* timestamp */) STRICT");
  Run("CREATE VIEW v (number, moment) AS SELECT id, at FROM t;");
  Run("CREATE VIEW w AS\n  SELECT id, at,\n count(*) AS n FROM t");
  Run("CREATE VIEW broken AS SELECT * FROM nowhere");
  Run("CREATE TRIGGER tr AFTER INSERT ON T\nBEGIN\n DELETE FROM t WHERE id < 0; END");
  Run("CREATE TRIGGER vr INSTEAD OF INSERT ON v BEGIN SELECT 1; END");
  const DatabaseSchema schema = Read();
  ASSERT_EQ(schema.views.size(), 3);
  EXPECT_EQ(schema.views[0].definition, "WITH \"v\"(number, moment) AS (SELECT id, at FROM t) SELECT * FROM \"v\"");
  EXPECT_EQ(schema.views[0].columns[1].name, "moment");
  EXPECT_EQ(schema.views[1].definition, "SELECT id, at, count(*) AS n FROM t");
  EXPECT_EQ(TypeName(schema.views[1].columns[1].type), "timestamp");
  EXPECT_THAT(schema.views[2].columns, IsEmpty());
  EXPECT_THAT(schema.tables[0].remarks, ElementsAre("the trigger tr"));
  EXPECT_THAT(schema.views[0].remarks, ElementsAre("the trigger vr"));
}

TEST_F(SqliteReadTest, LeavesOutWhatIsNobodysBusiness) {
  Run("CREATE TABLE mine (id INTEGER PRIMARY KEY AUTOINCREMENT)");
  Run("CREATE TABLE ormd_migrations (name TEXT)");
  Run("CREATE INDEX ormd_index ON ormd_migrations (name)");
  Run("CREATE VIRTUAL TABLE words USING fts5 (word)");
  Run("CREATE TEMP TABLE passing (id INT)");
  EXPECT_THAT(NamesOf(Read().tables), ElementsAre("mine"));
}

TEST_F(SqliteReadTest, TablesMadeOfOthersAndChangedOnesAreUnderstood) {
  Run("CREATE TABLE IF NOT EXISTS main.t (id INTEGER PRIMARY KEY)");
  Run("ALTER TABLE t ADD COLUMN \"state\" TEXT /* enum */ CONSTRAINT c CHECK (\"state\" IN ('A', 'it''s'))");
  Run("ALTER TABLE t ADD COLUMN parent INTEGER REFERENCES t");
  Run("CREATE TABLE copy AS SELECT id, state || 'x' AS y FROM t");
  const Table table = ReadTable("t");
  EXPECT_THAT(table.FindColumn("state")->type.labels, ElementsAre("A", "it's"));
  EXPECT_THAT(table.foreign_keys[0].target_columns, ElementsAre("id"));
  EXPECT_EQ(ReadTable("copy").columns.size(), 2);
}

TEST_F(SqliteReadTest, ColumnsWithoutATypeHaveThatOfTheKeyTheyReferTo) {
  Run("CREATE TABLE c (a REFERENCES p, b TEXT REFERENCES p, c NUMERIC REFERENCES q (day), d)");
  Run("CREATE TABLE p (id INTEGER PRIMARY KEY)");
  Run("CREATE TABLE q (id INTEGER PRIMARY KEY, day DATE UNIQUE)");
  EXPECT_THAT(TypesOf(ReadTable("c")), ElementsAre("bigint", "text", "decimal", "text"));
  Run("CREATE TABLE passport (person REFERENCES person)");
  Run("CREATE TABLE person (id PRIMARY KEY REFERENCES p)");
  EXPECT_THAT(TypesOf(ReadTable("passport")), ElementsAre("bigint"));
}

// What pragmas tell is what was read.
TEST_F(SqliteReadTest, DeferrableMayStandApartFromItsReference) {
  Run("CREATE TABLE p (id INTEGER PRIMARY KEY)");
  Run("CREATE TABLE c (x INTEGER REFERENCES p (id) ON INSERT CASCADE NOT NULL DEFERRABLE INITIALLY DEFERRED)");
  const Table table = ReadTable("c");
  EXPECT_FALSE(table.columns[0].nullable);
  EXPECT_EQ(table.foreign_keys.at(0).deferrable, Deferrable::kInitiallyDeferred);
}

TEST_F(SqliteReadTest, AKeyThatRefersToARowDoesNotCount) {
  Run("CREATE TABLE u (id INTEGER PRIMARY KEY)");
  Run("CREATE TABLE profile (user_id INTEGER PRIMARY KEY REFERENCES u (id))");
  EXPECT_TRUE(ReadTable("u").columns[0].identity);
  EXPECT_FALSE(ReadTable("profile").columns[0].identity);
}

TEST_F(SqliteReadTest, AgreesWithThePragmas) {
  Run("CREATE TABLE p (id INTEGER PRIMARY KEY, \"a(b\" TEXT NOT NULL DEFAULT ')', [c,d] INT, "
      "e TEXT CHECK (e <> ',' OR e IN ('(', ')')), f INT REFERENCES p (id), UNIQUE (\"a(b\", [c,d]))");
  const Table table = ReadTable("p");
  std::string columns;
  for (const TableColumn& column : table.columns) StrAppend(&columns, columns.empty() ? "" : "\n", column.name);
  EXPECT_EQ(columns, Ask("SELECT name FROM pragma_table_xinfo('p')"));
  EXPECT_EQ(StrJoin(table.uniques[0].columns, "\n"), Ask("SELECT name FROM pragma_index_info('sqlite_autoindex_p_1')"));
  EXPECT_EQ(table.foreign_keys[0].columns[0], Ask("SELECT \"from\" FROM pragma_foreign_key_list('p')"));
}

}  // namespace
}  // namespace ormd
