#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/metadata/schema_source.h"

namespace ormd {
namespace {

using testing::ElementsAre;

TEST(BadKeyTest, EntityNeedsAKey) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int32 x = 2;
}
)--"),
              ElementsAre("t.proto:3:3: A: has no key: mark a property with `primary: {}`"));
}

TEST(BadKeyTest, KeyCannotBeNullable) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  optional string x = 1 [(orm.property).primary = {}];
  google.protobuf.Int32Value y = 2 [(orm.property).primary = {}];
  A z = 3 [(orm.property) = {primary: {} nullable: true many_to_one: {columns: "q"}}];
}
)--"),
              ElementsAre("t.proto:4:26: A.x: a key cannot be nullable", "t.proto:5:37: A.y: a key cannot be nullable",
                          "t.proto:6:12: A.z: a key cannot be nullable",
                          "t.proto:6:12: A.z: the key of A needs itself, by way of A.z"));
}

TEST(BadKeyTest, KeyCannotBeLazyOrHiddenOrChange) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  string x = 1 [(orm.property) = {primary: {} lazy: true}];
  string y = 2 [(orm.property) = {primary: {} hidden: true}];
  string z = 3 [(orm.property) = {primary: {} on_update: UUID}];
}
)--"),
              ElementsAre("t.proto:4:17: A.x: a key cannot be lazy", "t.proto:5:17: A.y: a key cannot be hidden",
                          "t.proto:6:17: A.z: a key cannot change: `on_update` does not fit it"));
}

TEST(BadKeyTest, KeyMustBeComparable) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  repeated int32 x = 1 [(orm.property).primary = {}];
  google.protobuf.Struct y = 2 [(orm.property).primary = {}];
}
)--"),
              ElementsAre("t.proto:4:25: A.x: a list cannot be a key", "t.proto:5:33: A.y: json cannot be a key"));
}

TEST(BadKeyTest, IdentityCountsIntegersAlone) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  string x = 1 [(orm.property).primary.generated = IDENTITY];
}
message B {
  option (orm.entity) = {};
  int32 x = 1 [(orm.property).primary.generated = IDENTITY];
  int32 y = 2 [(orm.property).primary = {}];
}
message C {
  option (orm.entity) = {};
  A x = 1 [(orm.property) = {primary: {generated: IDENTITY} many_to_one: {}}];
}
message D {
  option (orm.entity) = {};
  int32 x = 1 [(orm.property) = {primary: {generated: IDENTITY} default: "1" on_create: NOW}];
}
)--"),
              ElementsAre("t.proto:4:17: A.x: `generated: IDENTITY` does not fit text: it counts integers",
                          "t.proto:8:16: B.x: `generated: IDENTITY` cannot be part of a composite key",
                          "t.proto:13:12: C.x: `generated: IDENTITY` does not fit a relation",
                          "t.proto:17:16: D.x: `default` does not fit a key that the database counts",
                          "t.proto:17:16: D.x: `on_create` does not fit a key that the database counts"));
}

TEST(BadKeyTest, KeysMustNotNeedEachOther) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  B b = 1 [(orm.property) = {primary: {} many_to_one: {}}];
}
message B {
  option (orm.entity) = {};
  A a = 1 [(orm.property) = {primary: {} one_to_one: {}}];
}
message C {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A a = 2 [(orm.property).many_to_one = {}];
}
)--"),
              ElementsAre("t.proto:4:12: A.b: the key of A needs itself, by way of A.b, B.a"));
}

TEST(BadKeyTest, KeyMustNotNeedItself) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A a = 2 [(orm.property) = {primary: {} many_to_one: {}}];
}
)--"),
              ElementsAre("t.proto:5:12: A.a: the key of A needs itself, by way of A.a"));
}

TEST(BadRelationTest, UnknownTargetIsTold) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Bb b = 2 [(orm.property).many_to_one = {}];
}
)--"),
              ElementsAre("t.proto:5:3: \"Bb\" is not defined."));
}

TEST(BadRelationTest, RelationNeedsARole) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A x = 2;
  repeated A y = 3;
}
)--"),
      ElementsAre("t.proto:5:3: A.x: 't.A' is an entity: the relation needs a role, `many_to_one` or `one_to_one`",
                  "t.proto:6:3: A.y: 't.A' is an entity: the relation needs a role, `one_to_many` or `many_to_many`"));
}

TEST(BadRelationTest, RoleMustFitTheField) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string x = 2 [(orm.property).many_to_one = {}];
  repeated A y = 3 [(orm.property).many_to_one = {}];
  A z = 4 [(orm.property).one_to_many.mapped_by = "z"];
  A w = 5 [(orm.property).many_to_many = {}];
  map<string, string> m = 6 [(orm.property).many_to_many = {}];
  A v = 7 [(orm.property).version = {}];
  A f = 8 [(orm.property).formula.sql = "1"];
}
)--"),
      ElementsAre("t.proto:5:17: A.x: `many_to_one` does not fit a string field: it needs a message that is an entity",
                  "t.proto:6:21: A.y: `many_to_one` does not fit a repeated field: use `one_to_many` or `many_to_many`",
                  "t.proto:7:3: A.z: `one_to_many` needs a repeated field",
                  "t.proto:8:12: A.w: `many_to_many` needs a repeated field",
                  "t.proto:9:30: A.m: `many_to_many` does not fit a map: it needs a message that is an entity",
                  "t.proto:10:3: A.v: 't.A' is an entity: the relation needs a role, `many_to_one` or `one_to_one`",
                  "t.proto:11:3: A.f: 't.A' is an entity: the relation needs a role, `many_to_one` or `one_to_one`"));
}

TEST(BadRelationTest, TargetMustBeAnEntity) {
  EXPECT_THAT(FaultsOf(R"--(
message V {}
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  V x = 2 [(orm.property).many_to_one = {}];
  google.protobuf.Struct y = 3 [(orm.property).one_to_one = {}];
}
)--"),
              ElementsAre("t.proto:6:12: A.x: 't.V' is not an entity: add `option (orm.entity) = {}` to it",
                          "t.proto:7:33: A.y: 'google.protobuf.Struct' is not an entity"));
}

TEST(BadRelationTest, MappedByMustNameAProperty) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated B x = 2 [(orm.property).one_to_many.mapped_by = "ovner"];
  repeated B y = 3 [(orm.property).one_to_many = {}];
  repeated B z = 4 [(orm.property).many_to_many.mapped_by = "nowhere"];
}
message B {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A owner = 2 [(orm.property).many_to_one = {}];
}
)--"),
      ElementsAre("t.proto:5:21: A.x: `mapped_by` names no property of B: 'ovner'; did you mean 'owner'?",
                  "t.proto:6:21: A.y: `mapped_by` is missing: the many_to_one property of B that points back here",
                  "t.proto:7:21: A.z: `mapped_by` names no property of B: 'nowhere'"));
}

TEST(BadRelationTest, MappedByMustNameTheOwningKind) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated B x = 2 [(orm.property).one_to_many.mapped_by = "name"];
  B y = 3 [(orm.property).one_to_one.mapped_by = "owner"];
  repeated B z = 4 [(orm.property).many_to_many.mapped_by = "others"];
}
message B {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A owner = 2 [(orm.property).many_to_one = {}];
  string name = 3;
  repeated A others = 4 [(orm.property).many_to_many.mapped_by = "z"];
}
)--"),
      ElementsAre("t.proto:5:21: A.x: `mapped_by` needs a many_to_one property, but B.name is a scalar",
                  "t.proto:6:12: A.y: `mapped_by` needs a one_to_one property, but B.owner is a many_to_one",
                  "t.proto:7:21: A.z: `mapped_by` needs the owning side, but B.others is an inverse side too",
                  "t.proto:14:26: B.others: `mapped_by` needs the owning side, but A.z is an inverse side too"));
}

TEST(BadRelationTest, MappedByMustPointBack) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated B x = 2 [(orm.property).one_to_many.mapped_by = "self"];
}
message B {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  B self = 2 [(orm.property).many_to_one = {}];
}
)--"),
              ElementsAre("t.proto:5:21: A.x: `mapped_by` must point back here, but B.self points to B"));
}

TEST(BadRelationTest, RelationHasOneInverseSide) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated B x = 2 [(orm.property).one_to_many.mapped_by = "a"];
  repeated B y = 3 [(orm.property).one_to_many.mapped_by = "a"];
}
message B {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A a = 2 [(orm.property).many_to_one = {}];
}
)--"),
              ElementsAre("t.proto:6:21: A.y: B.a has an inverse side already: A.x"));
}

TEST(BadRelationTest, RuleMustFitTheRelation) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A x = 2 [(orm.property).many_to_one = {on_delete: SET_NULL on_update: SET_DEFAULT}];
  A y = 3 [(orm.property).one_to_one = {constraint: false on_delete: CASCADE}];
}
)--"),
              ElementsAre("t.proto:5:12: A.x: `on_delete: SET_NULL` needs a relation that may be null",
                          "t.proto:5:12: A.x: `on_update: SET_DEFAULT` needs a relation that may be null",
                          "t.proto:6:12: A.y: `on_delete` needs the foreign key that `constraint: false` leaves out"));
}

TEST(BadRelationTest, ColumnListsMustBeAsLongAsTheKey) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string k = 2 [(orm.property).primary = {}];
}
message B {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A a = 2 [(orm.property).many_to_one.columns = "a"];
  repeated A b = 3 [(orm.property).many_to_many = {join_columns: "x" join_columns: "y" inverse_join_columns: "z"}];
}
)--"),
              ElementsAre("t.proto:10:12: B.a: `columns` has 1 name, but the key of A has 2 columns",
                          "t.proto:11:21: B.b: `join_columns` has 2 names, but the key of B has 1 column",
                          "t.proto:11:21: B.b: `inverse_join_columns` has 1 name, but the key of A has 2 columns"));
}

TEST(BadRelationTest, InverseManyToManyHasNoPivot) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated B x = 2 [(orm.property).many_to_many = {mapped_by: "y" pivot_table: "p" join_columns: "c"}];
}
message B {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated A y = 2 [(orm.property).many_to_many = {}];
}
)--"),
              ElementsAre("t.proto:5:21: A.x: `pivot_table` belongs to the owning side, not beside `mapped_by`",
                          "t.proto:5:21: A.x: `join_columns` belongs to the owning side, not beside `mapped_by`"));
}

TEST(BadRelationTest, BrokenPropertyIsToldOnce) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated B x = 2 [(orm.property).one_to_many.mapped_by = "a"];
}
message B {
  option (orm.entity) = {uniques: {properties: "a"}};
  int64 id = 1 [(orm.property).primary = {}];
  string a = 2 [(orm.property).many_to_one = {}];
}
)--"),
      ElementsAre(
          "t.proto:10:17: B.a: `many_to_one` does not fit a string field: it needs a message that is an entity"));
}

}  // namespace
}  // namespace ormd
