#include "tests/unit/schema/compare_text.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CompareTest, NothingDiffersFromItself) {
  const DatabaseSchema schema = Tables({TableOf("a", {Column("x")})});
  EXPECT_THAT(Differences(schema, schema), IsEmpty());
  EXPECT_THAT(Differences(DatabaseSchema(), {}), IsEmpty());
}

TEST(CompareTest, TablesComeAndGo) {
  const DatabaseSchema before = Tables({TableOf("a", {Column("x")})}), after = Tables({TableOf("b", {})});
  EXPECT_THAT(Differences(before, after), ElementsAre("new table b"));
  EXPECT_THAT(Differences(before, after, kAll), ElementsAre("new table b", "no table a"));
  EXPECT_THAT(Differences(before, after, kSafely), ElementsAre("new table b"));
}

TEST(CompareTest, ColumnsChangeComeAndGo) {
  Table before = TableOf("a", {Column("x"), Column("y"), Column("z", TypeKind::kDate)});
  Table after = TableOf("a", {Column("x", TypeKind::kInteger), Column("w", TypeKind::kBool), Column("y")});
  EXPECT_THAT(Differences(before, after), ElementsAre("table a", "column x", "new column w", "no column z"));
  EXPECT_THAT(Differences(before, after, kSafely), ElementsAre("table a", "column x", "new column w"));
}

TEST(CompareTest, EveryRuleOfAColumnCounts) {
  const Table before = TableOf("a", {Column("x")});
  const auto with = [&](auto change) {
    Table after = before;
    change(after.columns[1]);
    return Differences(before, after);
  };
  const auto changed = ElementsAre("table a", "column x");
  EXPECT_THAT(with([](TableColumn& column) { column.nullable = true; }), changed);
  EXPECT_THAT(with([](TableColumn& column) { column.identity = true; }), changed);
  EXPECT_THAT(with([](TableColumn& column) { column.default_sql = "1"; }), changed);
  EXPECT_THAT(with([](TableColumn& column) { column.generated = "1"; }), changed);
  EXPECT_THAT(with([](TableColumn& column) { column.collation = "C"; }), changed);
  EXPECT_THAT(with([](TableColumn& column) { column.comment = "c"; }), changed);
  EXPECT_THAT(with([](TableColumn& column) { column.type.length = 3; }), changed);
  EXPECT_THAT(with([](TableColumn& column) { column.type.database_type = "citext"; }), changed);
  EXPECT_THAT(with([](TableColumn& column) { column.renamed_from = "y"; }), IsEmpty());
  // Only a generated column is stored or not.
  EXPECT_THAT(with([](TableColumn& column) { column.generated_stored = false; }), IsEmpty());
}

TEST(CompareTest, TypesAreThoseThatADatabaseKeeps) {
  const auto differ = [](Type a, Type b) {
    Table before = TableOf("a", {Column("x")}), after = before;
    before.columns[1].type = std::move(a);
    after.columns[1].type = std::move(b);
    return !Differences(before, after).empty();
  };
  EXPECT_FALSE(differ({.kind = TypeKind::kEnum, .labels = {"A"}}, Of(TypeKind::kText)));
  EXPECT_FALSE(differ({.kind = TypeKind::kText, .database_type = "money"},
                      {.kind = TypeKind::kDecimal, .precision = 10, .database_type = "money"}));
  EXPECT_FALSE(
      differ({.kind = TypeKind::kDecimal, .precision = 10}, {.kind = TypeKind::kDecimal, .precision = 10, .scale = 0}));
  EXPECT_TRUE(differ({.kind = TypeKind::kDecimal, .precision = 10}, {.kind = TypeKind::kDecimal, .precision = 11}));
  EXPECT_TRUE(differ(Of(TypeKind::kText), Of(TypeKind::kUuid)));
  const auto list = [](Type element) {
    return Type{.kind = TypeKind::kArray, .element = std::make_shared<const Type>(std::move(element))};
  };
  EXPECT_FALSE(differ(list({.kind = TypeKind::kEnum, .labels = {"A"}}), list(Of(TypeKind::kText))));
  EXPECT_TRUE(differ(list(Of(TypeKind::kText)), list(Of(TypeKind::kInteger))));
}

TEST(CompareTest, AHintRenamesAColumnUnlessItsNewNameStands) {
  const Table before = TableOf("a", {Column("x"), Column("y")});
  EXPECT_THAT(Differences(before, TableOf("a", {Column("z", TypeKind::kInteger, "x"), Column("y")})),
              ElementsAre("table a", "column x -> z"));
  // The new name stands already.
  EXPECT_THAT(Differences(before, TableOf("a", {Column("x", TypeKind::kText, "w"), Column("y")})), IsEmpty());
  // The old name is another column's by now: its values are not.
  EXPECT_THAT(Differences(before, TableOf("a", {Column("x"), Column("y"), Column("z", TypeKind::kText, "x")})),
              ElementsAre("table a", "new column x", "column x -> z"));
}

TEST(CompareTest, AColumnLikeNoOtherIsRenamedWithoutAHint) {
  const Table before = TableOf("a", {Column("x"), Column("n", TypeKind::kInteger)});
  EXPECT_THAT(Differences(before, TableOf("a", {Column("z"), Column("m", TypeKind::kInteger)})),
              ElementsAre("table a", "column x -> z", "column n -> m"));
  EXPECT_THAT(Differences(before, TableOf("a", {Column("z"), Column("w"), Column("n", TypeKind::kInteger)})),
              ElementsAre("table a", "new column z", "new column w", "no column x"));
  EXPECT_THAT(Differences(TableOf("a", {Column("x"), Column("y")}), TableOf("a", {Column("z")})),
              ElementsAre("table a", "new column z", "no column x", "no column y"));
}

TEST(CompareTest, AColumnUnderOtherConstraintsIsAnother) {
  const auto differences = [](auto constrain) {
    Table before = TableOf("a", {Column("x")}), after = TableOf("a", {Column("z")});
    constrain(after);
    const Names all = Differences(before, after);
    return Names(all.begin() + 1, all.begin() + 3);
  };
  const auto replaced = ElementsAre("new column z", "no column x");
  EXPECT_THAT(differences([](Table& table) { table.uniques = {{"u", {"z"}, Deferrable::kNot}}; }), replaced);
  EXPECT_THAT(differences([](Table& table) { table.indexes = {{"i", {"z"}, {}, "", "", "", true}}; }), replaced);
  EXPECT_THAT(differences([](Table& table) { table.checks = {{"c", "z <> ''"}}; }), replaced);
  EXPECT_THAT(differences([](Table& table) { table.foreign_keys = {Refers("f", "z", "a")}; }), replaced);
  EXPECT_THAT(differences([](Table& table) {
                table.indexes = {{"i", {"z"}, {}, "", "", "", false}};
              }),
              ElementsAre("column x -> z", "new index i"));
}

TEST(CompareTest, TablesAreRenamedByHintOrLikeness) {
  const DatabaseSchema before = Tables({TableOf("a", {Column("x")}), TableOf("u", {Column("x")})});
  Table hinted = TableOf("b", {Column("x"), Column("y", TypeKind::kInteger)});
  hinted.renamed_from = "a";
  EXPECT_THAT(Differences(before, Tables({hinted})), ElementsAre("table a -> b", "new column y", "key"));
  EXPECT_THAT(Differences(Tables({before.tables[0]}), Tables({TableOf("b", {Column("x")})}), kAll),
              ElementsAre("table a -> b", "key"));
  // Two are like it; and a table that is not known to be ormd's is nobody's former name.
  EXPECT_THAT(Differences(before, Tables({TableOf("b", {Column("x")})}), kAll),
              ElementsAre("new table b", "no table a", "no table u"));
  EXPECT_THAT(Differences(Tables({before.tables[0]}), Tables({TableOf("b", {Column("x")})})),
              ElementsAre("new table b"));
}

TEST(CompareTest, EnumsAndViewsComeChangeAndGo) {
  DatabaseSchema before, after;
  before.enums = {{{"", "state"}, {"A"}}, {{"", "gone"}, {"A"}}};
  after.enums = {{{"", "state"}, {"A", "B"}}, {{"shop", "new"}, {"A"}}};
  before.views = {ViewOf("v", "SELECT 1"), ViewOf("gone", "SELECT 1")};
  after.views = {ViewOf("v", "SELECT 2"), ViewOf("new", "SELECT 1")};
  EXPECT_THAT(Differences(before, after, kAll), ElementsAre("new namespace shop", "enum state", "new enum shop.new",
                                                            "no enum gone", "view v", "new view new", "no view gone"));
  EXPECT_THAT(Differences(before, after),
              ElementsAre("new namespace shop", "enum state", "new enum shop.new", "view v", "new view new"));
}

TEST(CompareTest, IndexesOfMaterializedViewsHaveNoNamesThatCount) {
  DatabaseSchema before, after;
  before.views = {ViewOf("v", "SELECT 1 AS x")};
  before.views[0].materialized = true;
  before.views[0].indexes = {{"i", {"x"}, {}, "", "", "", false}};
  after = before;
  after.views[0].indexes[0].name = "j";
  EXPECT_THAT(Differences(before, after), IsEmpty());
  after.views[0].indexes[0].unique = true;
  EXPECT_THAT(Differences(before, after), ElementsAre("view v"));
}

TEST(CompareTest, AViewOfOthersStandsForATable) {
  DatabaseSchema before;
  before.views = {ViewOf("a", "SELECT 1 AS id")};
  EXPECT_THAT(Differences(before, Tables({TableOf("a", {})})), IsEmpty());
  EXPECT_THAT(Differences(before, Tables({TableOf("a", {})}), kAll), ElementsAre("new table a", "no view a"));
}

TEST(CompareTest, WhatIsIgnoredCountsOnNeitherSide) {
  DatabaseSchema before = Tables({TableOf("tmp_a", {}), TableOf("x", {})}), after = Tables({TableOf("new", {})});
  before.tables[1].name.schema = "audit";
  EXPECT_THAT(Differences(before, after, {.drop_unknown = true, .safe = false, .ignore = {"tmp_*", "audit.*", "n*w"}}),
              IsEmpty());
  EXPECT_THAT(Differences(before, after, {.drop_unknown = true, .safe = false, .ignore = {"tmp_*", "audit.y"}}),
              ElementsAre("new table new", "no table audit.x"));
}

TEST(CompareTest, OrmdsOwnTablesAreNobodysBusiness) {
  EXPECT_THAT(Differences(Tables({TableOf("ormd_migrations", {})}), DatabaseSchema(), kAll), IsEmpty());
}

TEST(CompareTest, ANamespaceThatStandsIsNotMade) {
  DatabaseSchema before, after;
  after.tables = {TableOf("a", {})};
  after.tables[0].name.schema = "shop";
  before.namespaces = {"shop"};
  EXPECT_THAT(Differences(before, after), ElementsAre("new table shop.a"));
}

TEST(CompareTest, SafelyNothingIsTakenForRenamedWithoutAHint) {
  const Table before = TableOf("a", {Column("phone")});
  EXPECT_THAT(Differences(before, TableOf("a", {Column("nickname")}), kSafely),
              ElementsAre("table a", "new column nickname"));
  EXPECT_THAT(Differences(before, TableOf("a", {Column("nickname", TypeKind::kText, "phone")}), kSafely),
              ElementsAre("table a", "column phone -> nickname"));
  EXPECT_THAT(Differences(before, TableOf("b", {Column("phone")}), kSafely), ElementsAre("new table b"));
}

TEST(CompareTest, APairThatNoHintMadeIsAGuess) {
  const DatabaseSchema before = Tables({TableOf("a", {Column("x")})});
  DatabaseSchema after = Tables({TableOf("a", {Column("y")})});
  EXPECT_TRUE(IsGuessed(Compare(before, after, {}).changed[0].columns[0]));
  after.tables[0].columns[1].renamed_from = "x";
  const SchemaDiff hinted = Compare(before, after, {});
  EXPECT_FALSE(IsGuessed(hinted.changed[0].columns[0]));
  EXPECT_FALSE(IsGuessed(hinted.changed[0].table));
  after = Tables({TableOf("b", {Column("x")})});
  EXPECT_TRUE(IsGuessed(Compare(before, after, kAll).changed[0].table));
}

TEST(CompareTest, TheFirstSchemaMayBeNamedToIgnoreIt) {
  DatabaseSchema before = Tables({TableOf("audit_log", {})});
  before.first_schema = "public";
  const auto left = [&](const char* pattern) {
    return Differences(before, {}, {.drop_unknown = true, .safe = false, .ignore = {pattern}});
  };
  EXPECT_THAT(left("public.audit_log"), IsEmpty());
  EXPECT_THAT(left("public.*"), IsEmpty());
  EXPECT_THAT(left("other.*"), ElementsAre("no table audit_log"));
}

TEST(CompareTest, AnEnumOfAnIgnoredTableStays) {
  DatabaseSchema before = Tables({TableOf("legacy", {Column("mood")})});
  before.tables[0].columns[1].type = {.kind = TypeKind::kEnum, .labels = {"a"}, .database_type = "\"mood\""};
  before.enums = {{{"", "mood"}, {"a"}}};
  EXPECT_THAT(Differences(before, {}, {.drop_unknown = true, .safe = false, .ignore = {"legacy*"}}), IsEmpty());
  EXPECT_THAT(Differences(before, {}, kAll), ElementsAre("no enum mood", "no table legacy"));
}

}  // namespace
}  // namespace ormd
