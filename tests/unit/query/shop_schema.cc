#include "tests/unit/query/shop_schema.h"

#include <cstdlib>
#include <iostream>

#include "orm/metadata/loader.h"

namespace ormd {
namespace {

constexpr const char* kSource = R"schema(
syntax = "proto3";
package shop;
import "orm/options.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";

enum Role { GUEST = 0; ADMIN = 1; }

message Country {
  option (orm.entity) = {};
  string code = 1 [(orm.property) = {type: CHAR length: 2 primary: {}}];
  string name = 2;
}

message User {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {type: UUID primary: {} default_raw: "gen_random_uuid()"}];
  string email = 2 [(orm.property).unique = true];
  optional string name = 3 [(orm.property) = {type: VARCHAR length: 20}];
  optional int32 age = 4;
  bool active = 5;
  optional bytes avatar = 6;
  google.protobuf.Timestamp created_at = 7 [(orm.property).on_create = NOW];
  google.protobuf.Struct meta = 8 [(orm.property).nullable = true];
  repeated string tags = 9;
  string balance = 10 [(orm.property) = {type: DECIMAL precision: 10 scale: 2}];
  double score = 11;
  Role role = 12;
  string secret = 13 [(orm.property).hidden = true];
  string bio = 14 [(orm.property).lazy = true];
  string label = 15 [(orm.property).formula.sql = "email || ' ' || role"];
  string note = 16 [(orm.property).persist = false];
  Country country = 17 [(orm.property) = {many_to_one: {} nullable: true}];
  Profile profile = 18 [(orm.property).one_to_one.mapped_by = "user"];
  repeated Order orders = 19 [(orm.property).one_to_many.mapped_by = "user"];
  repeated Group groups = 20 [(orm.property).many_to_many = {}];
  google.protobuf.Duration quota = 21 [(orm.property).nullable = true];
}

message Profile {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  User user = 2 [(orm.property).one_to_one = {}];
  string city = 3;
}

message Group {
  option (orm.entity) = {schema: "auth"};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string name = 2;
  repeated User members = 3 [(orm.property).many_to_many.mapped_by = "groups"];
}

message Order {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  User user = 2 [(orm.property).many_to_one = {}];
  string total = 3 [(orm.property) = {type: DECIMAL precision: 10 scale: 2}];
  int32 version = 4 [(orm.property).version = {}];
  repeated OrderLine lines = 5 [(orm.property).one_to_many.mapped_by = "order"];
}

message Product {
  option (orm.entity) = {};
  string code = 1 [(orm.property).primary = {}];
  string name = 2;
}

message OrderLine {
  option (orm.entity) = {};
  Order order = 1 [(orm.property) = {many_to_one: {} primary: {}}];
  Product product = 2 [(orm.property) = {many_to_one: {} primary: {}}];
  int32 quantity = 3;
  repeated LineNote notes = 4 [(orm.property).one_to_many.mapped_by = "line"];
}

message LineNote {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  OrderLine line = 2 [(orm.property) = {many_to_one: {} nullable: true}];
  string text = 3;
}

message Category {
  option (orm.entity) = {};
  int32 id = 1 [(orm.property).primary = {}];
  Category parent = 2 [(orm.property) = {many_to_one: {} nullable: true}];
  string name = 3;
}

message Blob {
  option (orm.entity) = {};
  bytes hash = 1 [(orm.property).primary = {}];
  repeated int64 parts = 2;
}
)schema";

std::unique_ptr<Schema> LoadShop() {
  LoadResult result = LoadSchemaFromSources({{"shop.proto", kSource}});
  for (const SchemaFault& fault : result.faults) std::cerr << FaultText(fault) << "\n";
  if (!result.ok()) std::abort();
  return std::move(result.schema);
}

}  // namespace

const Schema& ShopSchema() {
  static const std::unique_ptr<Schema> schema = LoadShop();
  return *schema;
}

const EntityMetadata& ShopEntity(std::string_view name) { return **ShopSchema().Find(name); }

}  // namespace ormd
