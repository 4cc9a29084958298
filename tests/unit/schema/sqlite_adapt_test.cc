#include "orm/base/error.h"
#include "tests/unit/schema/sqlite_schema_test.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using SqliteAdaptTest = SqliteSchemaTest;

absl::Status Refusal(DatabaseSchema built) { return SqliteDialect().Adapt(std::move(built)).status(); }

TEST_F(SqliteAdaptTest, NamespacesBecomePartOfNames) {
  Table page =
      MakeTable("page", {MakeIdentity("id"), MakeColumn("path", "text"), MakeColumn("parent", "bigint", true)});
  page.name.schema = "cms";
  page.uniques.push_back({"page_path_unique", {"path"}, Deferrable::kInitiallyDeferred});
  page.foreign_keys.push_back(MakeKey("page_parent", "parent", "page"));
  page.foreign_keys[0].target.schema = "cms";
  page.comment = "a page";
  const DatabaseSchema adapted = Adapt({{}, {page}, {}, {}});
  EXPECT_EQ(adapted.tables[0].name, (TableName{"", "cms.page"}));
  EXPECT_EQ(adapted.tables[0].uniques, (std::vector<UniqueConstraint>{{"cms.page_path_unique", {"path"}}}));
  EXPECT_EQ(adapted.tables[0].foreign_keys[0].target, (TableName{"", "cms.page"}));
  EXPECT_EQ(adapted.tables[0].comment, "");
  Migrate(adapted);
}

TEST_F(SqliteAdaptTest, NativeEnumsBecomeTextsWithAnIndexableCheck) {
  Table table = MakeTable("t", {MakeIdentity("id"), MakeEnum("state", {"OPEN", "PAID"})});
  table.columns[1].type.database_type = "\"state\"";
  const DatabaseSchema adapted = Adapt({{{{"", "state"}, {"OPEN", "PAID"}}}, {table}, {}, {}});
  EXPECT_THAT(adapted.enums, IsEmpty());
  EXPECT_EQ(adapted.tables[0].columns[1].type.database_type, "");
  EXPECT_THAT(adapted.tables[0].checks, ElementsAre(TableCheck{"t_state_check", "\"state\" IN ('OPEN', 'PAID')"}));
  Migrate(adapted);
  EXPECT_THAT(ReadTable("t").columns[1].type.labels, ElementsAre("OPEN", "PAID"));
}

TEST_F(SqliteAdaptTest, UniqueIndexesAndUniquesAreOne) {
  Table table = MakeTable("t", {MakeIdentity("id"), MakeColumn("a", "text"), MakeColumn("b", "text")});
  table.indexes.push_back({"plain", {"a"}, {"b"}, "", "", "btree", true});
  table.indexes.push_back({"listed", {}, {}, "b, a", "", "", true});
  table.indexes.push_back({"some", {"b"}, {}, "", "a > ''", "gin", true});
  const DatabaseSchema adapted = Adapt({{}, {table}, {}, {}});
  EXPECT_EQ(adapted.tables[0].uniques, (std::vector<UniqueConstraint>{{"plain", {"a"}}, {"listed", {"b", "a"}}}));
  EXPECT_EQ(adapted.tables[0].indexes, (std::vector<TableIndex>{{"some", {"b"}, {}, "", "a > ''", "", true}}));
  Migrate(adapted);
}

TEST_F(SqliteAdaptTest, WhatCannotBeKeptIsRefusedByName) {
  DatabaseSchema view;
  view.views.push_back(MakeView("totals", "SELECT 1"));
  view.views[0].materialized = true;
  EXPECT_EQ(ReasonOf(Refusal(view)), Reason::kUnsupported);
  EXPECT_THAT(std::string(Refusal(view).message()), HasSubstr("totals"));
  Table table = MakeTable("t", {MakeIdentity("id"), MakeColumn("name", "text")});
  table.columns[1].collation = "und-x-icu";
  EXPECT_THAT(std::string(Refusal({{}, {table}, {}, {}}).message()), HasSubstr("t.name"));
  table.columns[1].collation = "nocase";
  EXPECT_TRUE(Refusal({{}, {table}, {}, {}}).ok());
  Table other = table;
  other.name.name = "T";
  EXPECT_EQ(ReasonOf(Refusal({{}, {table, other}, {}, {}})), Reason::kUnsupported);
}

TEST_F(SqliteAdaptTest, EveryTypeComesBackAsItWasMade) {
  std::vector<TableColumn> columns = {MakeIdentity("id")};
  for (const std::string_view type :
       {"bool",          "smallint",   "integer",      "bigint",         "real",        "double",
        "decimal(10,2)", "decimal(5)", "decimal",      "text",           "varchar(20)", "char(3)",
        "uuid",          "bytes",      "date",         "time",           "timestamp",   "interval",
        "json",          "text[]",     "varchar(9)[]", "decimal(4,1)[]", "timestamp[]"}) {
    columns.push_back(MakeColumn(StrCat("c", columns.size()), type, columns.size() % 2 == 0));
  }
  const DatabaseSchema adapted = Adapt({{}, {MakeTable("t", columns)}, {}, {}});
  Migrate(adapted);
  const Table read = ReadTable("t");
  for (size_t i = 0; i < columns.size(); ++i) {
    EXPECT_EQ(TypeName(read.columns[i].type), TypeName(columns[i].type));
    EXPECT_EQ(read.columns[i].nullable, columns[i].nullable);
    EXPECT_EQ(read.columns[i].identity, columns[i].identity);
  }
}

TEST_F(SqliteAdaptTest, AnAssignedKeyIsNoCountedOne) {
  const DatabaseSchema wanted = Adapt({{}, {MakeTable("t", {MakeColumn("id", "bigint")})}, {}, {}});
  Migrate(wanted);
  EXPECT_FALSE(ReadTable("t").columns[0].identity);
  Run("INSERT INTO t VALUES (5)");
  Migrate(Adapt({{}, {MakeTable("t", {MakeIdentity("id")})}, {}, {}}));
  EXPECT_EQ(Ask("SELECT id FROM t"), "5");
  Migrate(wanted);
}

TEST_F(SqliteAdaptTest, HandWrittenTextIsTheSameInOtherWords) {
  Run("CREATE TABLE Track(TrackId INTEGER PRIMARY KEY, Name NVARCHAR(200) NOT NULL DEFAULT x UNIQUE, "
      "Price NUMERIC(10,2) NOT NULL DEFAULT 0 CHECK (Price>=0), Done BOOLEAN NOT NULL DEFAULT FALSE, "
      "Shout AS (upper([Name])))");
  Run("CREATE INDEX IFK_Price ON Track (Price) WHERE Done=0");
  Run("CREATE VIEW Dear AS select * from Track\nwhere Price>1");
  Table track = MakeTable("track", {MakeIdentity("trackid"), MakeColumn("name", "varchar(200)", false, "'x'"),
                                    MakeColumn("price", "decimal(10,2)", false, "'0.00'"),
                                    MakeColumn("done", "bool", false, "0"), MakeColumn("shout", "decimal", true)});
  track.columns[4].type = ReadTable("Track").columns[4].type;
  track.columns[4].generated = "upper(\"name\")";
  track.columns[4].generated_stored = false;
  track.checks.push_back({"price_is_positive", "\"price\" >= 0"});
  track.uniques.push_back({"track_name_unique", {"name"}, Deferrable::kNot});
  track.indexes.push_back({"ifk_price", {"price"}, {}, "", "(done = false)", "", false});
  EXPECT_THAT(Migrate(Adapt({{}, {track}, {MakeView("dear", "SELECT * FROM \"track\" WHERE price > 1")}, {}})),
              IsEmpty());
}

}  // namespace
}  // namespace ormd
