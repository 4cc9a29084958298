#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/metadata/schema_source.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> ColumnsOf(const EntityMetadata& entity) {
  std::vector<std::string> columns;
  for (const Column& column : entity.columns) {
    columns.push_back(column.name + " " + TypeName(column.type) + (column.nullable ? "?" : ""));
  }
  return columns;
}

TEST(RelationTest, ManyToOneAndItsInverseKnowEachOther) {
  const auto schema = GoodSchema(R"--(
message User {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {type: UUID primary: {}}];
  repeated Order orders = 2 [(orm.property).one_to_many = {mapped_by: "placed_by" orphan_removal: true order: {property: "id" descending: true}}];
}
message Order {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  User placed_by = 2 [(orm.property).many_to_one = {on_delete: CASCADE on_update: RESTRICT}];
})--");
  const EntityMetadata& user = *schema->Find("User").value();
  const EntityMetadata& order = *schema->Find("Order").value();
  const PropertyMetadata& orders = user.property(1);
  const PropertyMetadata& placed_by = order.property(1);
  EXPECT_EQ(orders.kind, PropertyKind::kOneToMany);
  EXPECT_EQ(orders.target, &order);
  EXPECT_EQ(orders.mapped_by, &placed_by);
  EXPECT_TRUE(orders.orphan_removal);
  ASSERT_EQ(orders.order.size(), 1u);
  EXPECT_EQ(orders.order[0].property, &order.property(0));
  EXPECT_TRUE(orders.order[0].descending);
  EXPECT_EQ(placed_by.inverse, &orders);
  EXPECT_EQ(placed_by.target, &user);
  EXPECT_EQ(placed_by.delete_rule, ReferentialAction::kCascade);
  EXPECT_EQ(placed_by.update_rule, ReferentialAction::kRestrict);
  EXPECT_THAT(ColumnsOf(order), ElementsAre("id bigint", "placed_by_id uuid"));
}

TEST(RelationTest, MappedByTakesTheCamelCaseName) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A the_parent = 2 [(orm.property) = {nullable: true many_to_one: {}}];
  repeated A children = 3 [(orm.property).one_to_many.mapped_by = "theParent"];
})--");
  const EntityMetadata& a = *schema->Find("A").value();
  EXPECT_EQ(a.property(2).mapped_by, &a.property(1));
  EXPECT_EQ(a.FindProperty("theParent"), &a.property(1));
  EXPECT_EQ(a.FindProperty("the_parent"), &a.property(1));
  EXPECT_EQ(a.FindProperty("TheParent"), nullptr);
  EXPECT_THAT(ColumnsOf(a), ElementsAre("id bigint", "the_parent_id bigint?"));
}

TEST(RelationTest, OneToOneOwnerIsUnique) {
  const auto schema = GoodSchema(R"--(
message User {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Profile profile = 2 [(orm.property).one_to_one = {mapped_by: "user" orphan_removal: true}];
}
message Profile {
  option (orm.entity) = {};
  User user = 1 [(orm.property) = {primary: {} one_to_one: {}}];
}
message Badge {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  optional User user = 2 [(orm.property).one_to_one.columns = "holder"];
})--");
  const EntityMetadata& user = *schema->Find("User").value();
  const EntityMetadata& profile = *schema->Find("Profile").value();
  const EntityMetadata& badge = *schema->Find("Badge").value();
  EXPECT_TRUE(user.property(1).nullable);
  EXPECT_TRUE(user.property(1).orphan_removal);
  EXPECT_FALSE(user.property(1).has_columns());
  EXPECT_THAT(profile.uniques, IsEmpty());
  EXPECT_THAT(profile.key_columns, ElementsAre(0));
  EXPECT_THAT(ColumnsOf(badge), ElementsAre("id bigint", "holder bigint?"));
  ASSERT_EQ(badge.uniques.size(), 1u);
  EXPECT_EQ(badge.uniques[0].name, "badge_holder_unique");
  EXPECT_THAT(badge.uniques[0].columns, ElementsAre(1));
}

TEST(RelationTest, KeysRunThroughRelationsInAnyOrder) {
  const auto schema = GoodSchema(R"--(
message Note {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Line line = 2 [(orm.property).many_to_one = {}];
  Line other = 3 [(orm.property) = {nullable: true many_to_one: {columns: "x" columns: "y" columns: "z"}}];
}
message Line {
  option (orm.entity) = {};
  Order order = 1 [(orm.property) = {primary: {} many_to_one: {}}];
  string text = 2;
  int32 number = 3 [(orm.property).primary = {}];
}
message Order {
  option (orm.entity) = {};
  string shop = 1 [(orm.property).primary = {}];
  int64 id = 2 [(orm.property) = {primary: {} column: "no"}];
})--");
  const EntityMetadata& note = *schema->Find("Note").value();
  const EntityMetadata& line = *schema->Find("Line").value();
  EXPECT_THAT(ColumnsOf(line), ElementsAre("order_shop text", "order_no bigint", "text text", "number integer"));
  EXPECT_THAT(line.key_columns, ElementsAre(0, 1, 3));
  EXPECT_THAT(line.primary_key, ElementsAre(&line.property(0), &line.property(2)));
  EXPECT_THAT(ColumnsOf(note), ElementsAre("id bigint", "line_order_shop text", "line_order_no bigint",
                                           "line_number integer", "x text?", "y bigint?", "z integer?"));
  EXPECT_EQ(note.property(2).first_column, 4u);
  EXPECT_EQ(note.property(2).column_count, 3u);
  EXPECT_EQ(note.column_begin(note.property(2))->name, "x");
  EXPECT_EQ(note.columns[5].property, 2u);
  EXPECT_EQ(note.columns[5].part, 1u);
}

TEST(RelationTest, PivotIsNamedByItsOwner) {
  const auto schema = GoodSchema(R"--(
message Product {
  option (orm.entity).schema = "shop";
  int64 id = 1 [(orm.property).primary = {}];
  repeated Tag tags = 2 [(orm.property).many_to_many = {}];
}
message Tag {
  option (orm.entity) = {};
  string name = 1 [(orm.property).primary = {}];
  int32 part = 2 [(orm.property).primary = {}];
  repeated Product products = 3 [(orm.property).many_to_many.mapped_by = "tags"];
})--");
  const PropertyMetadata& tags = schema->Find("Product").value()->property(1);
  const PropertyMetadata& products = schema->Find("Tag").value()->property(2);
  ASSERT_TRUE(tags.pivot.has_value());
  EXPECT_EQ(tags.pivot->schema, "shop");
  EXPECT_EQ(tags.pivot->name, "product_tags");
  EXPECT_THAT(tags.pivot->owner_columns, ElementsAre("product_id"));
  EXPECT_THAT(tags.pivot->target_columns, ElementsAre("tag_name", "tag_part"));
  EXPECT_EQ(products.mapped_by, &tags);
  EXPECT_EQ(tags.inverse, &products);
  EXPECT_FALSE(products.pivot.has_value());
}

TEST(RelationTest, PivotOfASelfReferenceIsNamedByItsField) {
  const auto schema = GoodSchema(R"--(
message User {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated User friends = 2 [(orm.property).many_to_many = {}];
  repeated User blocked = 3 [(orm.property).many_to_many = {pivot_table: "block" join_columns: "by" inverse_join_columns: "whom"}];
})--");
  const EntityMetadata& user = *schema->Find("User").value();
  EXPECT_THAT(user.property(1).pivot->owner_columns, ElementsAre("user_id"));
  EXPECT_THAT(user.property(1).pivot->target_columns, ElementsAre("friends_id"));
  EXPECT_EQ(user.property(2).pivot->name, "block");
  EXPECT_THAT(user.property(2).pivot->owner_columns, ElementsAre("by"));
  EXPECT_THAT(user.property(2).pivot->target_columns, ElementsAre("whom"));
}

}  // namespace
}  // namespace ormd
