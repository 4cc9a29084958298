#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/metadata/schema_source.h"

namespace ormd {
namespace {

using testing::ElementsAre;

TEST(ForeignKeyOptionTest, NamesColumnsAndWhatTheyReferTo) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {
    foreign_keys: {columns: ["x", "y_id"] schema: "s" table: "t" target_columns: ["p", "q"] on_delete: SET_NULL defer: DEFERRED}
    foreign_keys: {name: "k" columns: "x" table: "u" target_columns: "r"}
  };
  int64 id = 1 [(orm.property).primary = {}];
  optional int64 x = 2;
  A y = 3 [(orm.property).many_to_one = {}];
})--");
  const EntityMetadata& entity = *schema->Find("A").value();
  ASSERT_EQ(entity.foreign_keys.size(), 2u);
  const ForeignKeyMetadata& key = entity.foreign_keys[0];
  EXPECT_EQ(key.name, "a_x_y_id_foreign");
  EXPECT_THAT(key.columns, ElementsAre(1, 2));
  EXPECT_EQ(key.schema, "s");
  EXPECT_EQ(key.table, "t");
  EXPECT_THAT(key.target_columns, ElementsAre("p", "q"));
  EXPECT_EQ(key.delete_rule, ReferentialAction::kSetNull);
  EXPECT_EQ(key.update_rule, ReferentialAction::kDefault);
  EXPECT_EQ(key.deferrable, Deferrable::kInitiallyDeferred);
  EXPECT_EQ(entity.foreign_keys[1].name, "k");
}

TEST(ForeignKeyOptionTest, FaultsAreTold) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {
    foreign_keys: {columns: "id" table: "t"}
    foreign_keys: {columns: "idd" table: "t" target_columns: "x"}
  };
  int64 id = 1 [(orm.property).primary = {}];
})--"),
              ElementsAre("t.proto:3:3: A: a foreign key needs `columns`, a `table` and as many `target_columns`",
                          "t.proto:3:3: A: a foreign key names no column: 'idd'; did you mean 'id'?"));
}

TEST(IndexOptionTest, RelationsMayDoWithoutTheirIndex) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A x = 2 [(orm.property) = {index: false many_to_one: {}}];
  A y = 3 [(orm.property).many_to_one = {}];
  repeated A z = 4 [(orm.property) = {index: false many_to_many: {on_delete: RESTRICT}}];
})--");
  const EntityMetadata& entity = *schema->Find("A").value();
  EXPECT_FALSE(entity.FindProperty("x")->indexed);
  EXPECT_TRUE(entity.FindProperty("y")->indexed);
  EXPECT_FALSE(entity.FindProperty("z")->indexed);
  EXPECT_EQ(entity.FindProperty("z")->delete_rule, ReferentialAction::kRestrict);
}

TEST(IndexOptionTest, CollectionsHaveNone) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated A x = 2 [(orm.property) = {index: true many_to_many: {}}];
})--"),
              ElementsAre("t.proto:5:21: A.x: a to-many relation may only have `index: false`, on the owning side of a "
                          "many_to_many"));
}

}  // namespace
}  // namespace ormd
