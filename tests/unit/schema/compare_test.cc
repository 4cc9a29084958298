#include "orm/schema/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/strings.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Names = std::vector<std::string>;

Type Of(TypeKind kind) { return {.kind = kind}; }

TableColumn Column(std::string name, TypeKind kind = TypeKind::kText, std::string renamed_from = "") {
  TableColumn column;
  column.name = std::move(name);
  column.type = Of(kind);
  column.renamed_from = std::move(renamed_from);
  return column;
}

Table TableOf(std::string name, std::vector<TableColumn> columns) {
  Table table;
  table.name = {"", std::move(name)};
  table.columns = std::move(columns);
  table.columns.insert(table.columns.begin(), Column("id", TypeKind::kBigint));
  table.primary_key = {StrCat(table.name.name, "_pkey"), {"id"}};
  return table;
}

DatabaseSchema Of(std::vector<Table> tables) {
  DatabaseSchema schema;
  schema.tables = std::move(tables);
  return schema;
}

View ViewOf(std::string name, std::string definition) {
  View view;
  view.name = {"", std::move(name)};
  view.definition = std::move(definition);
  return view;
}

template <typename Part>
std::string NameOf(const Part& part) {
  if constexpr (std::is_same_v<decltype(part.name), TableName>) {
    return part.name.schema.empty() ? part.name.name : StrCat(part.name.schema, ".", part.name.name);
  } else {
    return part.name;
  }
}

template <typename Part>
void AddText(std::string_view kind, const Change<Part>& change, Names& out) {
  if (change.is_new()) {
    out.push_back(StrCat("new ", kind, " ", NameOf(*change.after)));
  } else if (change.is_gone()) {
    out.push_back(StrCat("no ", kind, " ", NameOf(*change.before)));
  } else {
    const std::string was = NameOf(*change.before), is = NameOf(*change.after);
    out.push_back(StrCat(kind, " ", was, was == is ? "" : StrCat(" -> ", is)));
  }
}

// What a diff says, one line for each change.
Names TextOf(const SchemaDiff& diff) {
  Names out;
  for (const std::string& name : diff.namespaces) out.push_back(StrCat("new namespace ", name));
  for (const auto& change : diff.enums) AddText("enum", change, out);
  for (const Table* table : diff.created) out.push_back(StrCat("new table ", NameOf(*table)));
  for (const Table* table : diff.dropped) out.push_back(StrCat("no table ", NameOf(*table)));
  for (const TableChange& change : diff.changed) {
    AddText("table", change.table, out);
    if (change.is_commented()) out.push_back("comment");
    for (const auto& column : change.columns) AddText("column", column, out);
    if (change.primary_key.before != nullptr || change.primary_key.after != nullptr) out.push_back("key");
    for (const auto& unique : change.uniques) AddText("unique", unique, out);
    for (const auto& index : change.indexes) AddText("index", index, out);
    for (const auto& check : change.checks) AddText("check", check, out);
    for (const auto& key : change.foreign_keys) AddText("foreign key", key, out);
  }
  for (const auto& change : diff.views) AddText("view", change, out);
  EXPECT_EQ(diff.empty(), out.empty());
  return out;
}

Names Differences(const DatabaseSchema& before, const DatabaseSchema& after, const CompareOptions& options = {}) {
  return TextOf(Compare(before, after, options));
}

// Of one table.
Names Differences(const Table& before, const Table& after, const CompareOptions& options = {}) {
  return Differences(Of({before}), Of({after}), options);
}

const CompareOptions kAll = {.drop_unknown = true, .safe = false, .ignore = {}};
const CompareOptions kSafely = {.drop_unknown = true, .safe = true, .ignore = {}};

TEST(CompareTest, NothingDiffersFromItself) {
  const DatabaseSchema schema = Of({TableOf("a", {Column("x")})});
  EXPECT_THAT(Differences(schema, schema), IsEmpty());
  EXPECT_THAT(Differences(DatabaseSchema(), {}), IsEmpty());
}

TEST(CompareTest, TablesComeAndGo) {
  const DatabaseSchema before = Of({TableOf("a", {Column("x")})}), after = Of({TableOf("b", {})});
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

TEST(CompareTest, AHintRenamesAColumnWhileItsOldNameStands) {
  const Table before = TableOf("a", {Column("x"), Column("y")});
  EXPECT_THAT(Differences(before, TableOf("a", {Column("z", TypeKind::kInteger, "x"), Column("y")})),
              ElementsAre("table a", "column x -> z"));
  // The new name stands already.
  EXPECT_THAT(Differences(before, TableOf("a", {Column("x", TypeKind::kText, "w"), Column("y")})), IsEmpty());
  // The old name is still asked for.
  EXPECT_THAT(Differences(before, TableOf("a", {Column("x"), Column("y"), Column("z", TypeKind::kText, "x")})),
              ElementsAre("table a", "new column z"));
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

ForeignKey Refers(std::string name, std::string column, std::string target, std::string target_column = "id") {
  ForeignKey key;
  key.name = std::move(name);
  key.columns = {std::move(column)};
  key.target = {"", std::move(target)};
  key.target_columns = {std::move(target_column)};
  return key;
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
  const DatabaseSchema before = Of({TableOf("a", {Column("x")}), TableOf("u", {Column("x")})});
  Table hinted = TableOf("b", {Column("x"), Column("y", TypeKind::kInteger)});
  hinted.renamed_from = "a";
  EXPECT_THAT(Differences(before, Of({hinted})), ElementsAre("table a -> b", "new column y", "key"));
  EXPECT_THAT(Differences(Of({before.tables[0]}), Of({TableOf("b", {Column("x")})}), kAll),
              ElementsAre("table a -> b", "key"));
  // Two are like it; and a table that is not known to be ormd's is nobody's former name.
  EXPECT_THAT(Differences(before, Of({TableOf("b", {Column("x")})}), kAll),
              ElementsAre("new table b", "no table a", "no table u"));
  EXPECT_THAT(Differences(Of({before.tables[0]}), Of({TableOf("b", {Column("x")})})), ElementsAre("new table b"));
}

TEST(CompareTest, ConstraintsFollowRenames) {
  Table old_target = TableOf("target", {}), new_target = TableOf("goal", {Column("y")});
  new_target.renamed_from = "target";
  Table before = TableOf("a", {Column("x"), Column("s")}), after = TableOf("a", {Column("z"), Column("s")});
  after.columns[1].renamed_from = "x";
  before.foreign_keys = {Refers("a_fk", "x", "target")};
  after.foreign_keys = {Refers("other_fk", "z", "goal")};
  before.uniques = {{"u", {"x"}, Deferrable::kNot}};
  after.uniques = {{"v", {"z"}, Deferrable::kNot}};
  before.indexes = {{"i", {}, {}, "lower(x)", "x <> 'x'", "", false}};
  after.indexes = {{"j", {}, {}, "lower(\"z\")", "z <> 'x'", "btree", false}};
  before.checks = {{"c", "x > 'a'"}};
  after.checks = {{"d", "z > 'a'"}};
  EXPECT_THAT(Differences(Of({old_target, before}), Of({new_target, after})),
              ElementsAre("table target -> goal", "new column y", "key", "table a", "column x -> z", "unique u -> v",
                          "index i -> j", "check c -> d", "foreign key a_fk -> other_fk"));
  for (const TableChange& change : Compare(Of({old_target, before}), Of({new_target, after}), {}).changed) {
    EXPECT_TRUE(change.primary_key.before == nullptr || change.primary_key.only_name);
    for (const auto& check : change.checks) EXPECT_TRUE(check.only_name);
    for (const auto& key : change.foreign_keys) EXPECT_TRUE(key.only_name);
  }
}

TEST(CompareTest, ConstraintsOfOtherNamesHaveNotChanged) {
  Table before = TableOf("a", {Column("x"), Column("y")}), after = before;
  before.primary_key.name = "theirs";
  before.uniques = {{"u", {"x"}, Deferrable::kNot}};
  after.uniques = {{"v", {"x"}, Deferrable::kNot}};
  before.foreign_keys = {Refers("f", "x", "a")};
  after.foreign_keys = {Refers("g", "x", "a")};
  after.foreign_keys[0].on_delete = ReferentialAction::kNoAction;
  EXPECT_THAT(Differences(before, after), IsEmpty());
}

TEST(CompareTest, AUniqueIndexIsAsGoodAsAUniqueConstraint) {
  Table constrained = TableOf("a", {Column("x")}), indexed = constrained;
  constrained.uniques = {{"u", {"x"}, Deferrable::kNot}};
  indexed.indexes = {{"i", {"x"}, {}, "", "", "", true}};
  EXPECT_THAT(Differences(constrained, indexed), IsEmpty());
  EXPECT_THAT(Differences(indexed, constrained), IsEmpty());
  constrained.uniques[0].deferrable = Deferrable::kInitiallyDeferred;
  EXPECT_THAT(Differences(indexed, constrained), ElementsAre("table a", "new unique u", "no index i"));
}

TEST(CompareTest, AColumnsPlaceInAForeignKeyIsThatOfItsTarget) {
  Table target = TableOf("t", {Column("x"), Column("y")});
  Table before = TableOf("a", {Column("p"), Column("q")}), after = before;
  before.foreign_keys = {{.name = "f", .columns = {"p", "q"}, .target = {"", "t"}, .target_columns = {"x", "y"}}};
  after.foreign_keys = {{.name = "f", .columns = {"q", "p"}, .target = {"", "t"}, .target_columns = {"y", "x"}}};
  EXPECT_THAT(Differences(Of({target, before}), Of({target, after})), IsEmpty());
  after.foreign_keys[0].columns = {"p", "q"};
  EXPECT_THAT(Differences(Of({target, before}), Of({target, after})), ElementsAre("table a", "foreign key f"));
}

TEST(CompareTest, SafetyKeepsWhatNothingReplaces) {
  Table before = TableOf("a", {Column("x"), Column("y")}), after = before;
  before.checks = {{"gone", "x > ''"}, {"changed", "y > ''"}};
  after.checks = {{"changed", "y > 'a'"}};
  before.foreign_keys = {Refers("f", "x", "a"), Refers("h", "y", "a")};
  after.foreign_keys = {Refers("g", "x", "a")};
  after.foreign_keys[0].on_delete = ReferentialAction::kCascade;
  before.indexes = {{"i", {"x"}, {}, "", "", "", false}};
  EXPECT_THAT(Differences(before, after, kSafely), ElementsAre("table a", "check changed", "foreign key f -> g"));
  EXPECT_THAT(Differences(before, after), ElementsAre("table a", "no index i", "check changed", "no check gone",
                                                      "foreign key f -> g", "no foreign key h"));
}

TEST(CompareTest, KeysAndCommentsOfTablesCount) {
  Table before = TableOf("a", {Column("x")}), after = before;
  after.primary_key.columns = {"id", "x"};
  after.comment = "c";
  EXPECT_THAT(Differences(before, after), ElementsAre("table a", "comment", "key"));
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
  EXPECT_THAT(Differences(before, Of({TableOf("a", {})})), IsEmpty());
  EXPECT_THAT(Differences(before, Of({TableOf("a", {})}), kAll), ElementsAre("new table a", "no view a"));
}

TEST(CompareTest, WhatIsIgnoredCountsOnNeitherSide) {
  DatabaseSchema before = Of({TableOf("tmp_a", {}), TableOf("x", {})}), after = Of({TableOf("new", {})});
  before.tables[1].name.schema = "audit";
  EXPECT_THAT(Differences(before, after, {.drop_unknown = true, .safe = false, .ignore = {"tmp_*", "audit.*", "n*w"}}),
              IsEmpty());
  EXPECT_THAT(Differences(before, after, {.drop_unknown = true, .safe = false, .ignore = {"tmp_*", "audit.y"}}),
              ElementsAre("new table new", "no table audit.x"));
}

TEST(CompareTest, OrmdsOwnTablesAreNobodysBusiness) {
  EXPECT_THAT(Differences(Of({TableOf("ormd_migrations", {})}), DatabaseSchema(), kAll), IsEmpty());
}

TEST(CompareTest, ANamespaceThatStandsIsNotMade) {
  DatabaseSchema before, after;
  after.tables = {TableOf("a", {})};
  after.tables[0].name.schema = "shop";
  before.namespaces = {"shop"};
  EXPECT_THAT(Differences(before, after), ElementsAre("new table shop.a"));
}

TEST(CompareTest, ATableThatChangesGetsTheNamesOfItsParts) {
  Table before = TableOf("a", {Column("x")});
  before.checks = {{"a_check", "x > 0"}};
  before.indexes = {{"one", {"x"}, {}, "", "", "", false}};
  Table after = before;
  after.checks = {{"a_check", "x < 9"}, {"a_check_1", "x > 0"}};
  after.indexes[0].name = "two";
  const SchemaDiff diff = Compare(Of({before}), Of({before}), {});
  EXPECT_TRUE(diff.empty());
  EXPECT_THAT(Differences(before, after),
              ElementsAre("table a", "index one -> two", "new check a_check", "check a_check -> a_check_1"));
}

TEST(CompareTest, AKeptPartKeepsItsName) {
  Table before = TableOf("a", {Column("x")});
  before.checks = {{"a_check", "x > 0"}, {"a_check_1", "x < 9"}};
  Table after = TableOf("a", {Column("x"), Column("y")});
  after.checks = {{"a_check", "x < 9"}};
  EXPECT_THAT(Differences(before, after, kSafely), ElementsAre("table a", "new column y"));
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
  const DatabaseSchema before = Of({TableOf("a", {Column("x")})});
  DatabaseSchema after = Of({TableOf("a", {Column("y")})});
  EXPECT_TRUE(IsGuessed(Compare(before, after, {}).changed[0].columns[0]));
  after.tables[0].columns[1].renamed_from = "x";
  const SchemaDiff hinted = Compare(before, after, {});
  EXPECT_FALSE(IsGuessed(hinted.changed[0].columns[0]));
  EXPECT_FALSE(IsGuessed(hinted.changed[0].table));
  after = Of({TableOf("b", {Column("x")})});
  EXPECT_TRUE(IsGuessed(Compare(before, after, kAll).changed[0].table));
}

TEST(CompareTest, TheFirstSchemaMayBeNamedToIgnoreIt) {
  DatabaseSchema before = Of({TableOf("audit_log", {})});
  before.first_schema = "public";
  const auto left = [&](const char* pattern) {
    return Differences(before, {}, {.drop_unknown = true, .safe = false, .ignore = {pattern}});
  };
  EXPECT_THAT(left("public.audit_log"), IsEmpty());
  EXPECT_THAT(left("public.*"), IsEmpty());
  EXPECT_THAT(left("other.*"), ElementsAre("no table audit_log"));
}

TEST(CompareTest, AnEnumOfAnIgnoredTableStays) {
  DatabaseSchema before = Of({TableOf("legacy", {Column("mood")})});
  before.tables[0].columns[1].type = {.kind = TypeKind::kEnum, .labels = {"a"}, .database_type = "\"mood\""};
  before.enums = {{{"", "mood"}, {"a"}}};
  EXPECT_THAT(Differences(before, {}, {.drop_unknown = true, .safe = false, .ignore = {"legacy*"}}), IsEmpty());
  EXPECT_THAT(Differences(before, {}, kAll), ElementsAre("no enum mood", "no table legacy"));
}

}  // namespace
}  // namespace ormd
