#include "orm/schema/partial_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "tests/unit/schema/schema_parts.h"

namespace ormd {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TableColumn Column(std::string name) {
  TableColumn column;
  column.name = std::move(name);
  return column;
}

Table TableOf(std::string name) {
  Table table;
  table.name = {"", std::move(name)};
  table.columns = {Column("id"), Column("x")};
  table.primary_key = {"", {"id"}};
  return table;
}

SchemaDiff NewIn(const DatabaseSchema& before, const DatabaseSchema& after) {
  return OnlyNew(Compare(before, after, {.drop_unknown = true, .safe = false, .ignore = {}}));
}

TEST(OnlyNewTest, NothingIsDroppedChangedOrRenamed) {
  DatabaseSchema before = Tables({TableOf("a"), TableOf("gone")}), after = Tables({TableOf("a")});
  after.tables[0].columns[1].nullable = true;
  after.tables[0].comment = "c";
  before.enums = {{{"", "state"}, {"A"}}};
  after.enums = {{{"", "state"}, {"B"}}};
  EXPECT_TRUE(NewIn(before, after).empty());
  after.tables[0].name.name = "b";
  after.tables[0].renamed_from = "a";
  EXPECT_TRUE(NewIn(before, after).empty());
}

TEST(OnlyNewTest, ConstraintsOfStandingColumnsAreAdded) {
  const DatabaseSchema before = Tables({TableOf("a")});
  DatabaseSchema after = before;
  Table& table = after.tables[0];
  table.uniques = {{"u", {"x"}, Deferrable::kNot}};
  table.indexes = {{"i", {"x"}, {}, "", "", "", false}};
  table.checks = {{"c", "x > ''"}};
  table.foreign_keys = {{.name = "f", .columns = {"x"}, .target = {"", "a"}, .target_columns = {"id"}}};
  const SchemaDiff diff = NewIn(before, after);
  ASSERT_THAT(diff.changed, SizeIs(1));
  EXPECT_THAT(diff.changed[0].uniques, SizeIs(1));
  EXPECT_THAT(diff.changed[0].indexes, SizeIs(1));
  EXPECT_THAT(diff.changed[0].checks, SizeIs(1));
  EXPECT_THAT(diff.changed[0].foreign_keys, SizeIs(1));
  EXPECT_THAT(diff.changed[0].columns, IsEmpty());
}

TEST(OnlyNewTest, ConstraintsOfMissingColumnsAreNot) {
  const DatabaseSchema before = Tables({TableOf("a")});
  DatabaseSchema after = before;
  Table& table = after.tables[0];
  table.columns.push_back(Column("missing"));
  table.uniques = {{"u", {"x", "missing"}, Deferrable::kNot}};
  table.indexes = {{"i", {}, {}, "lower(missing)", "", "", false}, {"j", {"x"}, {"missing"}, "", "", "", false}};
  table.checks = {{"c", "missing > ''"}};
  table.primary_key.columns = {"missing"};
  EXPECT_TRUE(NewIn(before, after).empty());
}

TEST(WithoutTest, TakesAlsoTheKeysThatRefer) {
  DatabaseSchema standing = Tables({TableOf("a"), TableOf("other")});
  standing.tables[1].foreign_keys = {
      {.name = "f", .columns = {"x"}, .target = {"", "a"}, .target_columns = {"id"}},
      {.name = "g", .columns = {"x"}, .target = {"", "other"}, .target_columns = {"id"}}};
  standing.views.resize(1);
  standing.views[0].name.name = "v";
  DatabaseSchema ours = Tables({TableOf("a")});
  ours.views = standing.views;
  const DatabaseSchema rest = Without(standing, ours).value();
  ASSERT_THAT(rest.tables, SizeIs(1));
  EXPECT_EQ(rest.tables[0].name.name, "other");
  ASSERT_THAT(rest.tables[0].foreign_keys, SizeIs(1));
  EXPECT_EQ(rest.tables[0].foreign_keys[0].name, "g");
  EXPECT_THAT(rest.views, IsEmpty());
}

TEST(WithoutTest, RefusesWhatItCannotTakeAway) {
  DatabaseSchema standing = Tables({TableOf("other")});
  standing.others = {{{"", "a"}, "unreadable table", true}};
  const absl::Status refused = Without(standing, Tables({TableOf("a")})).status();
  EXPECT_EQ(ReasonOf(refused), Reason::kUnsupported);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("a stands in the database"));
  EXPECT_TRUE(Without(standing, Tables({TableOf("other")})).ok());
}

TEST(OnlyNewTest, WhatStandsMakesRoomForANewPartOfItsName) {
  DatabaseSchema before = Tables({TableOf("a")});
  before.tables[0].checks = {{"c", "x > ''"}};
  DatabaseSchema after = before;
  after.tables[0].checks = {{"c", "x < 'z'"}, {"c1", "x > ''"}};
  const SchemaDiff diff = NewIn(before, after);
  ASSERT_THAT(diff.changed, SizeIs(1));
  EXPECT_THAT(diff.changed[0].checks, SizeIs(2));
  // Nothing is renamed for its own sake.
  after.tables[0].checks = {{"c1", "x > ''"}};
  after.tables[0].comment = "c";
  EXPECT_TRUE(NewIn(before, after).empty());
}

}  // namespace
}  // namespace ormd
