#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/metadata/schema_source.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const PropertyMetadata& PropertyOf(const Schema& schema, std::string_view entity, std::string_view name) {
  return *schema.Find(entity).value()->FindProperty(name);
}

TEST(DatabaseOptionsTest, ColumnTypesNameTheTypeInTheDatabase) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {primary: {} column_type: "citext"}];
  repeated string words = 2 [(orm.property).column_type = "citext[]"];
}
message B {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A a = 2 [(orm.property).many_to_one = {}];
})--");
  EXPECT_EQ(PropertyOf(*schema, "A", "id").type.database_type, "citext");
  EXPECT_EQ(PropertyOf(*schema, "A", "words").type.database_type, "");
  EXPECT_EQ(PropertyOf(*schema, "A", "words").type.element->database_type, "citext");
  EXPECT_EQ(schema->Find("B").value()->columns[1].type.database_type, "citext");
}

TEST(DatabaseOptionsTest, NativeEnumsStandInTheSchemaOfTheirTable) {
  const auto schema = GoodSchema(R"--(
enum State { OPEN = 0; PAID = 1; }
message A {
  option (orm.entity) = {schema: "shop"};
  int64 id = 1 [(orm.property).primary = {}];
  State state = 2 [(orm.property).native_enum = "state"];
  repeated State states = 3 [(orm.property).native_enum = "state"];
}
message B {
  option (orm.entity) = {};
  State id = 1 [(orm.property) = {primary: {} native_enum: "st\"ate"}];
})--");
  EXPECT_EQ(PropertyOf(*schema, "A", "state").native_enum, "state");
  EXPECT_EQ(PropertyOf(*schema, "A", "state").type.database_type, R"("shop"."state")");
  EXPECT_EQ(PropertyOf(*schema, "A", "states").type.element->database_type, R"("shop"."state")");
  EXPECT_EQ(PropertyOf(*schema, "B", "id").type.database_type, R"("st""ate")");
}

TEST(DatabaseOptionsTest, CollationsGoWithTheKeysThatAreReferredTo) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {primary: {} collation: "C"}];
}
message B {
  option (orm.entity) = {};
  A id = 1 [(orm.property) = {primary: {} one_to_one: {}}];
}
message C {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  B b = 2 [(orm.property).many_to_one = {}];
})--");
  EXPECT_EQ(PropertyOf(*schema, "A", "id").collation, "C");
  EXPECT_EQ(schema->Find("B").value()->columns[0].collation, "C");
  EXPECT_EQ(schema->Find("C").value()->columns[1].collation, "C");
}

TEST(DatabaseOptionsTest, ConstraintsMayBeDeferred) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {
    uniques: {properties: "x" defer: DEFERRED}
    uniques: {properties: "y" defer: IMMEDIATE}
    indexes: {properties: "x" where: "x > 0" unique: true}
    indexes: {expression: "x DESC, (y + 1)"}
  };
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2;
  int32 y = 3;
  A a = 4 [(orm.property).many_to_one = {defer: DEFERRED}];
  A b = 5 [(orm.property).one_to_one = {defer: IMMEDIATE}];
})--");
  const EntityMetadata& entity = *schema->Find("A").value();
  EXPECT_EQ(entity.uniques[1].deferrable, Deferrable::kInitiallyDeferred);
  EXPECT_EQ(entity.uniques[2].deferrable, Deferrable::kInitiallyImmediate);
  EXPECT_TRUE(entity.indexes[0].unique);
  EXPECT_EQ(entity.indexes[0].name, "a_x_index");
  EXPECT_EQ(entity.indexes[1].expression, "x DESC, (y + 1)");
  EXPECT_EQ(entity.indexes[1].name, "a_2_index");
  EXPECT_EQ(entity.FindProperty("a")->deferrable, Deferrable::kInitiallyDeferred);
  EXPECT_EQ(entity.FindProperty("b")->deferrable, Deferrable::kInitiallyImmediate);
}

TEST(DatabaseOptionsTest, AOneToOneMayBeUniqueByASettingOfTheEntity) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {
    uniques: {name: "mine" properties: "a"}
    uniques: {properties: "b" defer: DEFERRED name: "later"}
    indexes: {name: "other" properties: "c" unique: true}
    indexes: {name: "some" properties: "d" where: "d_id > 0" unique: true}
  };
  int64 id = 1 [(orm.property).primary = {}];
  A a = 2 [(orm.property).one_to_one = {}];
  A b = 3 [(orm.property).one_to_one = {}];
  A c = 4 [(orm.property).one_to_one = {}];
  A d = 5 [(orm.property).one_to_one = {}];
})--");
  std::vector<std::string> names;
  for (const UniqueMetadata& unique : schema->Find("A").value()->uniques) names.push_back(unique.name);
  EXPECT_THAT(names, ElementsAre("a_b_id_unique", "a_d_id_unique", "mine", "later"));
}

TEST(DatabaseOptionsTest, FormerNamesAreKept) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {renamed_from: "old_a"};
  int64 id = 1 [(orm.property) = {primary: {} renamed_from: "number"}];
  A a = 2 [(orm.property) = {many_to_one: {} renamed_from: "parent"}];
})--");
  EXPECT_EQ(schema->Find("A").value()->renamed_from, "old_a");
  EXPECT_EQ(PropertyOf(*schema, "A", "id").renamed_from, "number");
  EXPECT_EQ(PropertyOf(*schema, "A", "a").renamed_from, "parent");
}

TEST(DatabaseOptionsTest, WhatRefersToARenamedKeyWasCalledByIt) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {renamed_from: "old"};
  int64 id = 1 [(orm.property) = {primary: {} renamed_from: "number"}];
  repeated B bs = 2 [(orm.property).many_to_many = {}];
}
message B {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A a = 2 [(orm.property).many_to_one = {}];
  A named = 3 [(orm.property).many_to_one = {columns: "x"}];
})--");
  const EntityMetadata& b = *schema->Find("B").value();
  EXPECT_EQ(b.columns[1].renamed_from, "a_number");
  EXPECT_EQ(b.columns[2].renamed_from, "");
  const PivotTable& pivot = *PropertyOf(*schema, "A", "bs").pivot;
  EXPECT_EQ(pivot.renamed_from, "old_bs");
  EXPECT_THAT(pivot.former_owner_columns, ElementsAre("old_number"));
  EXPECT_THAT(pivot.former_target_columns, ElementsAre("b_id"));
}

TEST(DatabaseOptionsTest, AViewIsReadonlyAndHasNoForeignKeys) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  V v = 2 [(orm.property).one_to_one = {}];
}
message V {
  option (orm.entity) = {
    view: {expression: "SELECT 1" materialized: true}
    indexes: {properties: "id" unique: true}
  };
  int64 id = 1 [(orm.property).primary = {}];
  A a = 2 [(orm.property).one_to_one = {}];
})--");
  const EntityMetadata& view = *schema->Find("V").value();
  EXPECT_TRUE(view.readonly);
  EXPECT_EQ(view.view->expression, "SELECT 1");
  EXPECT_TRUE(view.view->materialized);
  EXPECT_THAT(view.uniques, IsEmpty());
  EXPECT_FALSE(view.FindProperty("a")->constraint);
  EXPECT_FALSE(PropertyOf(*schema, "A", "v").constraint);
  EXPECT_FALSE(schema->Find("A").value()->view.has_value());
}

TEST(DatabaseOptionsTest, TypesMustFit) {
  EXPECT_THAT(
      FaultsOf(R"--(
enum State { OPEN = 0; }
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string s = 2 [(orm.property).native_enum = "state"];
  State t = 3 [(orm.property) = {native_enum: "state" column_type: "x"}];
  State u = 4 [(orm.property).native_enum = ""];
  repeated string v = 5 [(orm.property).column_type = "citext"];
  string w = 6 [(orm.property).column_type = ""];
  int32 x = 7 [(orm.property).collation = "C"];
  State y = 8 [(orm.property) = {native_enum: "state" collation: "C"}];
  string z = 9 [(orm.property).collation = ""];
  A p = 10 [(orm.property) = {many_to_one: {} collation: "C"}];
  string q = 11 [(orm.property) = {formula: {sql: "1"} column_type: "citext"}];
}
)--"),
      ElementsAre(
          "t.proto:6:17: A.s: `native_enum` does not fit text",
          "t.proto:7:16: A.t: `column_type` and `native_enum` exclude each other",
          "t.proto:8:16: A.u: `native_enum` is empty", "t.proto:9:26: A.v: the `column_type` of a list ends in []",
          "t.proto:10:17: A.w: `column_type` is empty", "t.proto:11:16: A.x: `collation` does not fit integer",
          "t.proto:12:16: A.y: `collation` does not fit a native enum, which has an order of its own",
          "t.proto:13:17: A.z: `collation` is empty", "t.proto:14:13: A.p: `collation` does not fit a to-one relation",
          "t.proto:15:18: A.q: `column_type` does not fit a formula"));
}

TEST(DatabaseOptionsTest, ANativeEnumHasOneSetOfLabelsAndItsOwnName) {
  EXPECT_THAT(FaultsOf(R"--(
enum State { OPEN = 0; }
enum Colour { RED = 0; }
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  State s = 2 [(orm.property).native_enum = "state"];
  Colour t = 3 [(orm.property).native_enum = "state"];
  Colour u = 4 [(orm.property).native_enum = "a"];
}
)--"),
              ElementsAre("t.proto:8:17: A.t: 'state' has the labels of t.State already",
                          "t.proto:9:17: A.u: the name 'a' is taken by the table of t.A"));
}

TEST(DatabaseOptionsTest, FormerNamesMustBeOthers) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {renamed_from: "a"};
  int64 id = 1 [(orm.property) = {primary: {} renamed_from: "id"}];
  int64 x = 2 [(orm.property) = {primary: {} renamed_from: "z"}];
  int64 y = 3 [(orm.property).renamed_from = "z"];
  A a = 4 [(orm.property) = {many_to_one: {} renamed_from: "b"}];
  repeated A l = 5 [(orm.property) = {one_to_many: {mapped_by: "a"} renamed_from: "k"}];
}
message B {
  option (orm.entity) = {renamed_from: "old"};
  int64 id = 1 [(orm.property).primary = {}];
}
message C {
  option (orm.entity) = {renamed_from: "old"};
  int64 id = 1 [(orm.property).primary = {}];
}
)--"),
      ElementsAre("t.proto:3:3: A: `renamed_from` is the name that it has",
                  "t.proto:4:17: A.id: `renamed_from` is the name that it has", "t.proto:6:16: A.y: 'z' became 'x'",
                  "t.proto:7:12: A.a: `renamed_from` needs a property of one column",
                  "t.proto:8:21: A.l: `renamed_from` does not fit a to-many relation",
                  "t.proto:15:3: C: 'old' became t.B"));
}

TEST(DatabaseOptionsTest, IndexesHaveKeysOfOneKind) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {
    indexes: {properties: "x" expression: "x"}
    indexes: {properties: "x" method: "gin" unique: true}
  };
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2;
  repeated A l = 3 [(orm.property) = {one_to_many: {mapped_by: "a"}}];
  A a = 4 [(orm.property).many_to_one = {constraint: false defer: DEFERRED}];
  A b = 5 [(orm.property).one_to_one = {mapped_by: "c" defer: DEFERRED}];
  A c = 6 [(orm.property).one_to_one = {}];
}
)--"),
              ElementsAre("t.proto:3:3: A: an index has either `properties` or an `expression`",
                          "t.proto:3:3: A: the method gin has no unique indexes",
                          "t.proto:10:12: A.a: `defer` needs the foreign key that `constraint: false` leaves out",
                          "t.proto:11:12: A.b: `defer` belongs to the owning side, not beside `mapped_by`"));
}

TEST(DatabaseOptionsTest, ViewsHaveNoRulesOfTheirOwn) {
  EXPECT_THAT(
      FaultsOf(R"--(
message V {
  option (orm.entity) = {
    view: {}
    checks: {expression: "x > 0"}
    uniques: {properties: "x"}
    indexes: {properties: "x"}
    renamed_from: "w"
  };
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  int32 x = 2 [(orm.property) = {default: "1" unique: true}];
  V v = 3 [(orm.property).many_to_one = {on_delete: CASCADE}];
  repeated V l = 4 [(orm.property).many_to_many = {}];
}
)--"),
      ElementsAre("t.proto:3:3: V: a view needs an `expression`", "t.proto:3:3: V: `uniques` does not fit a view",
                  "t.proto:3:3: V: `checks` does not fit a view", "t.proto:3:3: V: `renamed_from` does not fit a view",
                  "t.proto:3:3: V: `indexes` fit a view only where it is materialized",
                  "t.proto:10:3: V.id: `generated: IDENTITY` does not fit a view",
                  "t.proto:11:16: V.x: `default` does not fit a view",
                  "t.proto:11:16: V.x: `unique` does not fit a view",
                  "t.proto:12:3: V.v: a relation with a view has no foreign key: no rules, no `defer`",
                  "t.proto:13:21: V.l: `many_to_many` needs tables on both sides"));
}

}  // namespace
}  // namespace ormd
