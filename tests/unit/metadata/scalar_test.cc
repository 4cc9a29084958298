#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/metadata/schema_source.h"

namespace ormd {
namespace {

using testing::ElementsAre;

std::vector<std::string> TypesOf(const EntityMetadata& entity) {
  std::vector<std::string> types;
  for (const auto& property : entity.properties) {
    types.push_back(property->name + " " + TypeName(property->type) + (property->nullable ? "?" : ""));
  }
  return types;
}

TEST(ScalarTest, ProtoTypeGivesTheColumnType) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string text = 2;
  bool flag = 3;
  int32 a = 4; sint32 b = 5; sfixed32 c = 6;
  uint32 d = 7; fixed32 e = 8;
  int64 f = 9; sint64 g = 10; sfixed64 h = 11;
  uint64 i = 12; fixed64 j = 13;
  float k = 14;
  double l = 15;
  bytes m = 16;
  google.protobuf.Timestamp n = 17;
  google.protobuf.Duration o = 18;
  google.protobuf.Struct p = 19;
  google.protobuf.Value q = 20;
  google.protobuf.ListValue r = 21;
  map<string, int32> s = 22;
  repeated int64 t = 23;
})--");
  EXPECT_THAT(
      TypesOf(*schema->Find("A").value()),
      ElementsAre("id bigint", "text text", "flag bool", "a integer", "b integer", "c integer", "d bigint", "e bigint",
                  "f bigint", "g bigint", "h bigint", "i decimal(20,0)", "j decimal(20,0)", "k real", "l double",
                  "m bytes", "n timestamp", "o interval", "p json", "q json", "r json", "s json", "t bigint[]"));
}

TEST(ScalarTest, TypeSettingOverridesTheProtoType) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {type: UUID primary: {}}];
  string a = 2 [(orm.property) = {type: DECIMAL precision: 10 scale: 2}];
  string b = 3 [(orm.property).type = DATE];
  string c = 4 [(orm.property).type = TIME];
  string d = 5 [(orm.property) = {type: VARCHAR length: 20}];
  string e = 6 [(orm.property) = {type: CHAR length: 2}];
  string f = 7 [(orm.property).type = JSON];
  int32 g = 8 [(orm.property).type = SMALLINT];
  uint64 h = 9 [(orm.property) = {type: DECIMAL precision: 12}];
  repeated string i = 10 [(orm.property).type = UUID];
  string j = 11 [(orm.property).type = DECIMAL];
  string k = 12 [(orm.property) = {type: DECIMAL precision: 5}];
})--");
  EXPECT_THAT(TypesOf(*schema->Find("A").value()),
              ElementsAre("id uuid", "a decimal(10,2)", "b date", "c time", "d varchar(20)", "e char(2)", "f json",
                          "g smallint", "h decimal(12,0)", "i uuid[]", "j decimal", "k decimal(5,0)"));
}

TEST(ScalarTest, OptionalWrappersAndTheSettingAreNullable) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  optional string a = 2;
  google.protobuf.StringValue b = 3;
  google.protobuf.UInt64Value c = 4;
  google.protobuf.Timestamp d = 5;
  optional google.protobuf.Timestamp e = 6;
  google.protobuf.Struct f = 7 [(orm.property).nullable = true];
  repeated string g = 8 [(orm.property).nullable = true];
})--");
  const EntityMetadata& a = *schema->Find("A").value();
  EXPECT_THAT(TypesOf(a), ElementsAre("id bigint", "a text?", "b text?", "c decimal(20,0)?", "d timestamp",
                                      "e timestamp?", "f json?", "g text[]?"));
  EXPECT_TRUE(a.columns[1].nullable);
  EXPECT_FALSE(a.columns[4].nullable);
}

TEST(ScalarTest, EnumIsStoredByItsLabels) {
  const auto schema = GoodSchema(R"--(
enum Color { RED = 0; GREEN = 5; }
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Color color = 2 [(orm.property).default = "GREEN"];
  repeated Color colors = 3;
})--");
  const EntityMetadata& a = *schema->Find("A").value();
  EXPECT_EQ(a.property(1).type.kind, TypeKind::kEnum);
  EXPECT_THAT(a.property(1).type.labels, ElementsAre("RED", "GREEN"));
  EXPECT_EQ(a.property(1).default_value, "GREEN");
  EXPECT_THAT(a.property(2).type.element->labels, ElementsAre("RED", "GREEN"));
  EXPECT_TRUE(a.checks.empty());
}

TEST(ScalarTest, SettingsReachTheMetadata) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string a = 2 [(orm.property) = {column: "A a" lazy: true hidden: true comment: "why" default: "x"}];
  google.protobuf.Timestamp b = 3 [(orm.property) = {on_create: NOW on_update: NOW default_raw: "now()"}];
string c = 4 [(orm.property).on_create = UUID];
int32 d = 5 [(orm.property).version = {}];
int32 e = 6 [(orm.property).formula.sql = "1 + 1"];
int32 f = 7 [(orm.property).generated = {sql : "d * 2" stored : false}];
string g = 8 [(orm.property).persist = false];
})--");
  const EntityMetadata& entity = *schema->Find("A").value();
  EXPECT_TRUE(entity.property(0).identity);
  EXPECT_EQ(entity.columns[1].name, "A a");
  EXPECT_TRUE(entity.property(1).lazy);
  EXPECT_TRUE(entity.property(1).hidden);
  EXPECT_EQ(entity.property(1).comment, "why");
  EXPECT_EQ(entity.property(2).on_create, Generate::kNow);
  EXPECT_EQ(entity.property(2).on_update, Generate::kNow);
  EXPECT_EQ(entity.property(2).default_raw, "now()");
  EXPECT_EQ(entity.property(3).on_create, Generate::kUuid);
  EXPECT_EQ(entity.version, &entity.property(4));
  EXPECT_EQ(entity.property(5).formula, "1 + 1");
  EXPECT_FALSE(entity.property(5).has_columns());
  EXPECT_EQ(entity.property(6).generated, "d * 2");
  EXPECT_FALSE(entity.property(6).generated_stored);
  EXPECT_FALSE(entity.property(7).has_columns());
  EXPECT_EQ(entity.columns.size(), 6u);
}

TEST(ScalarTest, WhatNeedNotBeGivenAtCreate) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {};
  string required = 1 [(orm.property).primary = {}];
  optional string nullable = 2;
  int32 with_default = 3 [(orm.property).default = "1"];
  string raw = 4 [(orm.property).default_raw = "'x'"];
  string made = 5 [(orm.property).on_create = UUID];
  int32 version = 6 [(orm.property).version = {}];
  int32 formula = 7 [(orm.property).formula.sql = "1"];
  int32 generated = 8 [(orm.property).generated.sql = "1"];
  repeated string list = 9;
  map<string, string> dict = 10;
  string unstored = 11 [(orm.property).persist = false];
  repeated A many = 12 [(orm.property).many_to_many = {}];
  string plain = 13;
  google.protobuf.Struct json = 14;
  repeated string nullable_list = 15 [(orm.property).nullable = true];
  A owner = 16 [(orm.property).many_to_one = {}];
})--");
  std::vector<std::string> required, empty;
  for (const auto& property : schema->Find("A").value()->properties) {
    if (!property->optional_at_create()) required.push_back(property->name);
    if (property->empty_by_default()) empty.push_back(property->name);
  }
  EXPECT_THAT(required, ElementsAre("required", "plain", "json", "owner"));
  EXPECT_THAT(empty, ElementsAre("list", "dict"));
}

}  // namespace
}  // namespace ormd
