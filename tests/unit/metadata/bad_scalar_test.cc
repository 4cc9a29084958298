#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/metadata/schema_source.h"

namespace ormd {
namespace {

using testing::ElementsAre;

TEST(BadScalarTest, TypeMustFitTheField) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property).type = UUID];
  bool y = 3 [(orm.property).type = INTEGER];
  google.protobuf.Timestamp t = 4 [(orm.property).type = DATE];
  map<string, string> m = 5 [(orm.property).type = TEXT];
  repeated string l = 6 [(orm.property).type = JSON];
}
)--"),
      ElementsAre(
          "t.proto:5:16: A.x: `type: UUID` does not fit an int32 field, which may be INTEGER, SMALLINT, BIGINT",
          "t.proto:6:15: A.y: `type: INTEGER` does not fit a bool field, which is always BOOL",
          "t.proto:7:36: A.t: `type: DATE` does not fit a google.protobuf.Timestamp field, which is always TIMESTAMP",
          "t.proto:8:30: A.m: `type: TEXT` does not fit a map, which is always JSON",
          "t.proto:9:26: A.l: `type: JSON` does not fit a list of string, which may be TEXT, VARCHAR, CHAR, UUID, "
          "DECIMAL, DATE, TIME"));
}

TEST(BadScalarTest, LengthNeedsAText) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property).length = 3];
  string y = 3 [(orm.property).length = 3];
  string z = 4 [(orm.property) = {type: VARCHAR}];
  string w = 5 [(orm.property) = {type: CHAR length: 0}];
}
)--"),
              ElementsAre("t.proto:5:16: A.x: `length` needs `type: VARCHAR` or `type: CHAR`",
                          "t.proto:6:17: A.y: `length` needs `type: VARCHAR` or `type: CHAR`",
                          "t.proto:7:17: A.z: `type: VARCHAR` needs a `length`",
                          "t.proto:8:17: A.w: `length` must be between 1 and 10485760"));
}

TEST(BadScalarTest, DigitsNeedADecimal) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string x = 2 [(orm.property) = {precision: 3 scale: 1}];
  string y = 3 [(orm.property) = {type: DECIMAL scale: 1}];
  string z = 4 [(orm.property) = {type: DECIMAL precision: 2 scale: 3}];
  string w = 5 [(orm.property) = {type: DECIMAL precision: 1001}];
  uint64 u = 6 [(orm.property) = {scale: 1}];
}
)--"),
      ElementsAre("t.proto:5:17: A.x: `precision` needs `type: DECIMAL`",
                  "t.proto:5:17: A.x: `scale` needs `type: DECIMAL`", "t.proto:6:17: A.y: `scale` needs a `precision`",
                  "t.proto:7:17: A.z: `scale` is greater than `precision`",
                  "t.proto:8:17: A.w: `precision` must be between 1 and 1000",
                  "t.proto:9:17: A.u: `scale` must be 0 on a uint64 field"));
}

TEST(BadScalarTest, DefaultMustFitTheType) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property).default = "one"];
  string y = 3 [(orm.property) = {type: UUID default: "1"}];
  enum Color { RED = 0; }
  Color z = 4 [(orm.property).default = "RET"];
  repeated int32 l = 5 [(orm.property).default = "[]"];
  string e = 6 [(orm.property).default_raw = ""];
}
)--"),
              ElementsAre("t.proto:5:16: A.x: `default` is no integer", "t.proto:6:17: A.y: `default` is no uuid",
                          "t.proto:8:16: A.z: `default` is no label of t.A.Color; did you mean 'RED'?",
                          "t.proto:9:25: A.l: a list has no `default`: use `default_raw`",
                          "t.proto:10:17: A.e: `default_raw` is empty"));
}

TEST(BadScalarTest, TwoDefaultsExcludeEachOther) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property) = {default: "1" default_raw: "1"}];
  string y = 3 [(orm.property) = {type: UUID on_create: UUID default: "x"}];
}
)--"),
              ElementsAre("t.proto:5:16: A.x: `default` and `default_raw` exclude each other",
                          "t.proto:6:17: A.y: `default` is no uuid"));
}

TEST(BadScalarTest, GeneratedValueMustFitTheType) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property).on_create = NOW];
  google.protobuf.Timestamp y = 3 [(orm.property).on_create = UUID];
  string z = 4 [(orm.property) = {type: DATE on_update: UUID}];
  string w = 5 [(orm.property) = {type: VARCHAR length: 35 on_create: UUID}];
}
)--"),
              ElementsAre("t.proto:5:16: A.x: `on_create: NOW` does not fit integer",
                          "t.proto:6:36: A.y: `on_create: UUID` does not fit timestamp",
                          "t.proto:7:17: A.z: `on_update: UUID` does not fit date",
                          "t.proto:8:17: A.w: `on_create: UUID` does not fit varchar(35)"));
}

TEST(BadScalarTest, OptionalContradictsNullableFalse) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  optional int32 x = 2 [(orm.property).nullable = false];
  google.protobuf.Int32Value y = 3 [(orm.property).nullable = false];
}
)--"),
              ElementsAre("t.proto:5:25: A.x: `nullable: false` contradicts `optional`",
                          "t.proto:6:37: A.y: `nullable: false` contradicts the wrapper type"));
}

TEST(BadScalarTest, MessageThatIsNoEntityIsRefused) {
  EXPECT_THAT(
      FaultsOf(R"--(
message V {}
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  V x = 2;
  repeated V y = 3;
  map<string, V> z = 4;
  google.protobuf.Any a = 5;
  repeated google.protobuf.Timestamp t = 6;
}
)--"),
      ElementsAre("t.proto:6:3: A.x: 't.V' is not an entity: use google.protobuf.Struct or a relation",
                  "t.proto:7:3: A.y: a list of t.V is not supported: use google.protobuf.ListValue or a relation",
                  "t.proto:8:3: A.z: a map of messages is not supported: use google.protobuf.Struct",
                  "t.proto:9:3: A.a: 'google.protobuf.Any' is not an entity: use google.protobuf.Struct or a relation",
                  "t.proto:10:3: A.t: a list of google.protobuf.Timestamp is not supported: use "
                  "google.protobuf.ListValue or a relation"));
}

TEST(BadScalarTest, OneofIsRefused) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  oneof kind {
  int32 x = 2;
  string y = 3;
  }
}
)--"),
              ElementsAre("t.proto:6:3: A.x: stands in a oneof: each property has a column of its own",
                          "t.proto:7:3: A.y: stands in a oneof: each property has a column of its own"));
}

TEST(BadSettingTest, FormulaTakesNoColumnSettings) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property) = {formula: {sql: "1"} column: "y" default: "1" unique: true index: true check: "x" comment: "c" on_create: NOW primary: {}}];
  int32 e = 3 [(orm.property).formula = {}];
}
)--"),
      ElementsAre(
          "t.proto:5:16: A.x: `column` does not fit a formula", "t.proto:5:16: A.x: `default` does not fit a formula",
          "t.proto:5:16: A.x: `unique` does not fit a formula", "t.proto:5:16: A.x: `index` does not fit a formula",
          "t.proto:5:16: A.x: `check` does not fit a formula", "t.proto:5:16: A.x: `comment` does not fit a formula",
          "t.proto:5:16: A.x: `on_create` does not fit a formula",
          "t.proto:5:16: A.x: `primary` does not fit a formula", "t.proto:6:16: A.e: `sql` is empty"));
}

TEST(BadSettingTest, GeneratedColumnTakesNoValues) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property) = {generated: {} default: "1"}];
  int32 y = 3 [(orm.property) = {generated: {sql: "1"} primary: {}}];
}
)--"),
      ElementsAre("t.proto:5:16: A.x: `sql` is empty", "t.proto:5:16: A.x: `default` does not fit a generated column",
                  "t.proto:6:16: A.y: `primary` does not fit a generated column"));
}

TEST(BadSettingTest, UnstoredPropertyTakesNoColumnSettings) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property) = {persist: false column: "y" unique: true lazy: true}];
}
)--"),
              ElementsAre("t.proto:5:16: A.x: `column` does not fit a property that is not stored",
                          "t.proto:5:16: A.x: `unique` does not fit a property that is not stored",
                          "t.proto:5:16: A.x: `lazy` does not fit a property that is not stored"));
}

TEST(BadSettingTest, ToManyTakesNoColumnSettings) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated A x = 2 [(orm.property) = {many_to_many: {} unique: true nullable: true comment: "c" lazy: true primary: {} length: 3}];
}
)--"),
              ElementsAre("t.proto:5:21: A.x: `length` does not fit a to-many relation",
                          "t.proto:5:21: A.x: `unique` does not fit a to-many relation",
                          "t.proto:5:21: A.x: `lazy` does not fit a to-many relation",
                          "t.proto:5:21: A.x: `comment` does not fit a to-many relation",
                          "t.proto:5:21: A.x: `nullable` does not fit a to-many relation",
                          "t.proto:5:21: A.x: `primary` does not fit a to-many relation"));
}

TEST(BadSettingTest, ToOneTakesNoScalarSettings) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A x = 2 [(orm.property) = {many_to_one: {} column: "y" type: TEXT default: "1" persist: false}];
}
)--"),
              ElementsAre("t.proto:5:12: A.x: `column` does not fit a to-one relation: the role has `columns`",
                          "t.proto:5:12: A.x: `type` does not fit a to-one relation",
                          "t.proto:5:12: A.x: `default` does not fit a to-one relation",
                          "t.proto:5:12: A.x: `persist` does not fit a to-one relation"));
}

TEST(BadSettingTest, InverseSideTakesNoColumnSettings) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  B b = 2 [(orm.property) = {one_to_one: {mapped_by: "a" columns: "x" on_delete: CASCADE constraint: false} nullable: true index: true}];
}
message B {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A a = 2 [(orm.property).one_to_one = {orphan_removal: true}];
}
)--"),
      ElementsAre("t.proto:5:12: A.b: `on_delete` belongs to the owning side, not beside `mapped_by`",
                  "t.proto:5:12: A.b: `columns` belongs to the owning side, not beside `mapped_by`",
                  "t.proto:5:12: A.b: `constraint` belongs to the owning side, not beside `mapped_by`",
                  "t.proto:5:12: A.b: `index` does not fit the inverse side of a relation",
                  "t.proto:5:12: A.b: `nullable` does not fit the inverse side of a relation: it may always be null",
                  "t.proto:10:12: B.a: `orphan_removal` belongs to the inverse side, beside `mapped_by`"));
}

TEST(BadSettingTest, KeyIsUniqueAlready) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {primary: {} unique: true index: true}];
  A x = 2 [(orm.property) = {one_to_one: {} unique: true}];
}
)--"),
              ElementsAre("t.proto:4:18: A.id: a key is unique without `unique`",
                          "t.proto:4:18: A.id: a key has an index without `index`",
                          "t.proto:5:12: A.x: a one_to_one is unique without `unique`"));
}

TEST(BadSettingTest, VersionIsCountedByOrmd) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property) = {version: {} hidden: true default: "1" primary: {} nullable: true}];
}
)--"),
              ElementsAre("t.proto:5:16: A.x: a version cannot be nullable",
                          "t.proto:5:16: A.x: `default` does not fit a version",
                          "t.proto:5:16: A.x: `hidden` does not fit a version",
                          "t.proto:5:16: A.x: `primary` does not fit a version"));
}

TEST(BadSettingTest, VersionMustCountOrTellTheTime) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string x = 2 [(orm.property).version = {}];
  optional int32 y = 3 [(orm.property).version = {}];
}
)--"),
              ElementsAre("t.proto:5:17: A.x: a version is an integer or a google.protobuf.Timestamp",
                          "t.proto:6:25: A.y: a version cannot be nullable",
                          "t.proto:6:25: A.y: 'x' is the version already: one is the most"));
}

TEST(BadSettingTest, AVersionThatTellsTheTimeIsNotRounded) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  google.protobuf.Timestamp x = 2 [(orm.property) = {version: {} column_type: "timestamptz(3)"}];
}
)--"),
              ElementsAre("t.proto:5:36: A.x: a version that is a timestamp has no `column_type`"));
}

TEST(BadSettingTest, TwoVersionsAreRefused) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property).version = {}];
  int32 y = 3 [(orm.property).version = {}];
}
)--"),
              ElementsAre("t.proto:6:16: A.y: 'x' is the version already: one is the most"));
}

TEST(BadSettingTest, TwoRolesAreRefused) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property) = {version: {} formula: {sql: "1"}}];
  A y = 3 [(orm.property).many_to_one = {}, (orm.property).one_to_one = {}];
}
)--"),
              ElementsAre("t.proto:5:16: A.x: has the roles `version`, `formula`: one is the most",
                          "t.proto:6:45: A.y: has the roles `many_to_one`, `one_to_one`: one is the most"));
}

TEST(BadSettingTest, WhatThisVersionLacksIsRefused) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {filters: {name: "f"} inheritance: {}};
  int64 id = 1 [(orm.property).primary = {}];
  B b = 2 [(orm.property).embedded = {}];
}
message B {
  option (orm.embeddable) = {};
  string x = 1 [(orm.property).unique = true];
}
)--"),
              ElementsAre("t.proto:3:3: A: `filters` is not supported by this version",
                          "t.proto:3:3: A: `inheritance` is not supported by this version",
                          "t.proto:5:12: A.b: `embedded` is not supported by this version",
                          "t.proto:8:3: B: embeddables are not supported by this version"));
}

TEST(BadSettingTest, SettingsWithoutAnEntityAreRefused) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  string x = 1 [(orm.property).unique = true];
}
)--"),
      ElementsAre(
          "t.proto:2:1: A: 'x' has (orm.property), but the message is not an entity: add `option (orm.entity) = {}`"));
}

}  // namespace
}  // namespace ormd
