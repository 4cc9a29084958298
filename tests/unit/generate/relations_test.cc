#include "orm/generate/relations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/generate/tables.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class RelationsTest : public testing::Test {
 protected:
  RelationMap Find() {
    std::vector<const Table*> tables;
    for (const Table& table : tables_) tables.push_back(&table);
    return FindRelations(tables);
  }
  // Of the last table.
  TableRelations FindLast() { return Find().tables.at(&tables_.back()); }
  std::string Reason() {
    const TableRelations found = FindLast();
    return found.refused.empty() ? "" : found.refused.front().reason;
  }

  std::vector<Table> tables_ = {TableOf("user"), TableOf("post", {ColumnOf("user_id", TypeKind::kBigint)})};
};

TEST_F(RelationsTest, AForeignKeyToAKeyIsARelation) {
  tables_[1].foreign_keys = {KeyTo("user", {"user_id"})};
  const TableRelations found = FindLast();
  ASSERT_THAT(found.relations, SizeIs(1));
  EXPECT_EQ(found.relations.front().target->name.name, "user");
  EXPECT_FALSE(found.relations.front().one_to_one);
}

TEST_F(RelationsTest, UniqueColumnsMakeItOneToOne) {
  tables_[1].foreign_keys = {KeyTo("user", {"user_id"})};
  tables_[1].indexes = {{"i", {"user_id"}, {}, "", "", "", true}};
  EXPECT_TRUE(FindLast().relations.front().one_to_one);
  tables_[1].indexes.front().where = "user_id > 0";
  EXPECT_FALSE(FindLast().relations.front().one_to_one);
}

TEST_F(RelationsTest, ColumnsComeInTheOrderOfTheTargetsKey) {
  Table parent = TableOf("parent", {ColumnOf("no", TypeKind::kBigint)});
  parent.primary_key.columns = {"id", "no"};
  Table child = TableOf("child", {ColumnOf("a", TypeKind::kBigint), ColumnOf("b", TypeKind::kBigint)});
  child.foreign_keys = {KeyTo("parent", {"a", "b"}, {"no", "id"})};
  tables_ = {parent, child};
  EXPECT_THAT(FindLast().relations.front().columns, ElementsAre("b", "a"));
}

TEST_F(RelationsTest, WhatCannotBeARelationSaysWhy) {
  tables_[1].foreign_keys = {KeyTo("user", {"user_id"})};
  const std::vector<Table> fine = tables_;

  tables_[1].foreign_keys.front().target.name = "gone";
  EXPECT_EQ(Reason(), "its target is no entity");
  tables_ = fine;
  tables_[1].foreign_keys.front().target_columns = {"email"};
  EXPECT_EQ(Reason(), "it refers to columns that are not the target's key");
  tables_ = fine;
  tables_[1].columns[1].default_sql = "1";
  EXPECT_EQ(Reason(), "the database makes values of its columns");
  tables_ = fine;
  tables_[1].columns[1].type.kind = TypeKind::kInteger;
  EXPECT_EQ(Reason(), "its columns have other types than the key");
  tables_ = fine;
  tables_[1].foreign_keys.front().on_delete = ReferentialAction::kSetNull;
  EXPECT_EQ(Reason(), "it clears columns that may not be null");
  tables_ = fine;
  tables_[1].foreign_keys.push_back(KeyTo("user", {"user_id"}));
  EXPECT_EQ(Reason(), "it shares columns with another foreign key");
}

TEST_F(RelationsTest, AKeyIsNotMadeOfItself) {
  tables_[0].foreign_keys = {KeyTo("post", {"id"})};
  tables_[1].foreign_keys = {KeyTo("user", {"id"})};
  const RelationMap map = Find();
  EXPECT_THAT(map.tables.at(&tables_[0]).relations, IsEmpty());
  EXPECT_THAT(map.tables.at(&tables_[1]).relations, SizeIs(1));
}

class PivotsTest : public RelationsTest {
 protected:
  PivotsTest() {
    Table pivot = TableOf("user_tag");
    pivot.columns = {ColumnOf("user_id", TypeKind::kBigint), ColumnOf("tag_id", TypeKind::kBigint)};
    pivot.primary_key.columns = {"user_id", "tag_id"};
    pivot.foreign_keys = {KeyTo("tag", {"tag_id"}), KeyTo("user", {"user_id"})};
    tables_ = {TableOf("user"), TableOf("tag"), pivot};
  }
  Table& pivot() { return tables_.back(); }
};

TEST_F(PivotsTest, TwoForeignKeysThatAreTheWholeTable) {
  const RelationMap map = Find();
  ASSERT_THAT(map.pivots, SizeIs(1));
  EXPECT_EQ(map.pivots.front().owner.target->name.name, "user");
  EXPECT_THAT(map.tables, SizeIs(2));
}

TEST_F(PivotsTest, TheKeySaysWhoOwnsTheRelation) {
  pivot().primary_key.columns = {"tag_id", "user_id"};
  EXPECT_EQ(Find().pivots.front().owner.target->name.name, "tag");
}

TEST_F(PivotsTest, AnythingMoreMakesItAnEntity) {
  const std::vector<Table> bare = tables_;
  pivot().columns.push_back(ColumnOf("since", TypeKind::kDate));
  EXPECT_THAT(Find().pivots, IsEmpty());
  tables_ = bare;
  pivot().checks = {{"c", "user_id > 0"}};
  EXPECT_THAT(Find().pivots, IsEmpty());
  tables_ = bare;
  pivot().comment = "who has what";
  EXPECT_THAT(Find().pivots, IsEmpty());
  tables_ = bare;
  pivot().foreign_keys.front().on_delete = ReferentialAction::kCascade;
  EXPECT_THAT(Find().pivots, IsEmpty());
  tables_ = bare;
  pivot().indexes = {{"i", {"user_id"}, {}, "", "", "", false}};
  EXPECT_THAT(Find().pivots, IsEmpty());
}

TEST_F(PivotsTest, AnIndexOverTheFarSideIsItsOwn) {
  pivot().indexes = {{"i", {"tag_id"}, {}, "", "", "", false}};
  ASSERT_THAT(Find().pivots, SizeIs(1));
  EXPECT_NE(Find().pivots.front().index, nullptr);
}

}  // namespace
}  // namespace ormd
