#include "tests/unit/schema/compare_text.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CompareConstraintsTest, ConstraintsFollowRenames) {
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
  EXPECT_THAT(Differences(Tables({old_target, before}), Tables({new_target, after})),
              ElementsAre("table target -> goal", "new column y", "key", "table a", "column x -> z", "unique u -> v",
                          "index i -> j", "check c -> d", "foreign key a_fk -> other_fk"));
  for (const TableChange& change : Compare(Tables({old_target, before}), Tables({new_target, after}), {}).changed) {
    EXPECT_TRUE(change.primary_key.before == nullptr || change.primary_key.only_name);
    for (const auto& check : change.checks) EXPECT_TRUE(check.only_name);
    for (const auto& key : change.foreign_keys) EXPECT_TRUE(key.only_name);
  }
}

TEST(CompareConstraintsTest, ConstraintsOfOtherNamesHaveNotChanged) {
  Table before = TableOf("a", {Column("x"), Column("y")}), after = before;
  before.primary_key.name = "theirs";
  before.uniques = {{"u", {"x"}, Deferrable::kNot}};
  after.uniques = {{"v", {"x"}, Deferrable::kNot}};
  before.foreign_keys = {Refers("f", "x", "a")};
  after.foreign_keys = {Refers("g", "x", "a")};
  after.foreign_keys[0].on_delete = ReferentialAction::kNoAction;
  EXPECT_THAT(Differences(before, after), IsEmpty());
}

TEST(CompareConstraintsTest, AUniqueIndexIsAsGoodAsAUniqueConstraint) {
  Table constrained = TableOf("a", {Column("x")}), indexed = constrained;
  constrained.uniques = {{"u", {"x"}, Deferrable::kNot}};
  indexed.indexes = {{"i", {"x"}, {}, "", "", "", true}};
  EXPECT_THAT(Differences(constrained, indexed), IsEmpty());
  EXPECT_THAT(Differences(indexed, constrained), IsEmpty());
  constrained.uniques[0].deferrable = Deferrable::kInitiallyDeferred;
  EXPECT_THAT(Differences(indexed, constrained), ElementsAre("table a", "new unique u", "no index i"));
}

TEST(CompareConstraintsTest, AColumnsPlaceInAForeignKeyIsThatOfItsTarget) {
  Table target = TableOf("t", {Column("x"), Column("y")});
  Table before = TableOf("a", {Column("p"), Column("q")}), after = before;
  before.foreign_keys = {{.name = "f", .columns = {"p", "q"}, .target = {"", "t"}, .target_columns = {"x", "y"}}};
  after.foreign_keys = {{.name = "f", .columns = {"q", "p"}, .target = {"", "t"}, .target_columns = {"y", "x"}}};
  EXPECT_THAT(Differences(Tables({target, before}), Tables({target, after})), IsEmpty());
  after.foreign_keys[0].columns = {"p", "q"};
  EXPECT_THAT(Differences(Tables({target, before}), Tables({target, after})), ElementsAre("table a", "foreign key f"));
}

TEST(CompareConstraintsTest, SafetyKeepsWhatNothingReplaces) {
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

TEST(CompareConstraintsTest, KeysAndCommentsOfTablesCount) {
  Table before = TableOf("a", {Column("x")}), after = before;
  after.primary_key.columns = {"id", "x"};
  after.comment = "c";
  EXPECT_THAT(Differences(before, after), ElementsAre("table a", "comment", "key"));
}

TEST(CompareConstraintsTest, ATableThatChangesGetsTheNamesOfItsParts) {
  Table before = TableOf("a", {Column("x")});
  before.checks = {{"a_check", "x > 0"}};
  before.indexes = {{"one", {"x"}, {}, "", "", "", false}};
  Table after = before;
  after.checks = {{"a_check", "x < 9"}, {"a_check_1", "x > 0"}};
  after.indexes[0].name = "two";
  const SchemaDiff diff = Compare(Tables({before}), Tables({before}), {});
  EXPECT_TRUE(diff.empty());
  EXPECT_THAT(Differences(before, after),
              ElementsAre("table a", "index one -> two", "new check a_check", "check a_check -> a_check_1"));
}

TEST(CompareConstraintsTest, AKeptPartKeepsItsName) {
  Table before = TableOf("a", {Column("x")});
  before.checks = {{"a_check", "x > 0"}, {"a_check_1", "x < 9"}};
  Table after = TableOf("a", {Column("x"), Column("y")});
  after.checks = {{"a_check", "x < 9"}};
  EXPECT_THAT(Differences(before, after, kSafely), ElementsAre("table a", "new column y"));
}

TEST(CompareConstraintsTest, APartGivesUpANameThatANewOneAsksFor) {
  Table first = TableOf("a", {Column("b_c")});
  first.indexes = {{"a_b_c_index", {"b_c"}, {}, "", "", "", false}};
  const Table second = TableOf("a_b", {Column("c")});
  Table first_after = first, second_after = second;
  first_after.indexes[0].name = "a_b_c_index_1";
  EXPECT_THAT(Differences(Tables({first, second}), Tables({first_after, second})), IsEmpty());
  second_after.indexes = {{"a_b_c_index", {"c"}, {}, "", "", "", false}};
  const Names moved = {"table a", "index a_b_c_index -> a_b_c_index_1", "table a_b", "new index a_b_c_index"};
  EXPECT_EQ(Differences(Tables({first, second}), Tables({first_after, second_after})), moved);
  EXPECT_EQ(Differences(Tables({first, second}), Tables({first_after, second_after}), kSafely), moved);
  EXPECT_THAT(Differences(Tables({first}), Tables({first_after, second_after})),
              ElementsAre("new table a_b", "table a", "index a_b_c_index -> a_b_c_index_1"));
}

TEST(CompareConstraintsTest, WhoMakesRoomTakesANameInTurn) {
  const auto indexed = [](const char* table, const char* index) {
    Table made = TableOf(table, {Column("x")});
    made.indexes = {{index, {"x"}, {}, "", "", "", false}};
    return made;
  };
  const DatabaseSchema before = Tables({indexed("a", "one"), indexed("b", "two"), indexed("c", "three")});
  const DatabaseSchema after =
      Tables({indexed("a", "two"), indexed("b", "four"), indexed("c", "five"), indexed("d", "one")});
  EXPECT_THAT(Differences(before, after),
              ElementsAre("new table d", "table a", "index one -> two", "table b", "index two -> four"));
}

}  // namespace
}  // namespace ormd
