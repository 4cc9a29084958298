// The entities of random queries: every type of scalar, every kind of relation and of key.
#pragma once

namespace ormd {

inline constexpr const char* kQueryProto = R"(
syntax = "proto3";
package depot;
import "orm/options.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/timestamp.proto";

enum Colour { GREY = 0; RED = 1; BLUE = 5; }

message Item {
  option (orm.entity) = {};
  string name = 1;
  int32 id = 2 [(orm.property).primary = {}];
  int64 big = 3;
  optional int64 bigger = 4;
  optional int32 small = 5 [(orm.property).type = SMALLINT];
  optional string note = 6 [(orm.property) = {type: VARCHAR length: 8}];
  optional string code = 7 [(orm.property) = {type: CHAR length: 4}];
  bool flag = 8;
  optional bool maybe = 9;
  double ratio = 10;
  optional double weight = 11;
  optional float share = 12;
  string price = 13 [(orm.property) = {type: DECIMAL precision: 20 scale: 4}];
  optional string exact = 14 [(orm.property).type = DECIMAL];
  google.protobuf.Timestamp made_at = 15;
  google.protobuf.Timestamp sold_at = 16 [(orm.property).nullable = true];
  optional string day = 17 [(orm.property).type = DATE];
  optional string hour = 18 [(orm.property).type = TIME];
  optional string token = 19 [(orm.property).type = UUID];
  Colour colour = 20;
  optional Colour shade = 21;
  bytes data = 22;
  optional bytes blob = 23;
  optional string doc = 24 [(orm.property).type = JSON];
  google.protobuf.Duration span = 25 [(orm.property).nullable = true];
  repeated int32 counts = 26;
  repeated string tags = 27 [(orm.property).nullable = true];
  optional string memo = 28 [(orm.property).lazy = true];
  optional string secret = 29 [(orm.property).hidden = true];
  optional int64 half = 30 [(orm.property).formula.sql = "small / 2"];
  string stray = 31 [(orm.property).persist = false];
  Item parent = 32 [(orm.property) = {nullable: true many_to_one: {}}];
  repeated Item children = 33 [(orm.property).one_to_many.mapped_by = "parent"];
  Owner owner = 34 [(orm.property).many_to_one = {}];
  Bin bin = 35 [(orm.property) = {nullable: true many_to_one: {}}];
  Seal seal = 36 [(orm.property).one_to_one.mapped_by = "item"];
  repeated Label labels = 37 [(orm.property).many_to_many = {order: {property: "text" descending: true}}];
  repeated Item similar = 38 [(orm.property).many_to_many = {}];
  repeated Item similar_to = 39 [(orm.property).many_to_many.mapped_by = "similar"];
  Owner lender = 40 [(orm.property) = {nullable: true many_to_one: {constraint: false}}];
}

message Owner {
  option (orm.entity) = {order: {property: "rank" descending: true}};
  string code = 1 [(orm.property).primary = {}];
  optional int32 rank = 2;
  repeated Item items = 3 [(orm.property).one_to_many = {mapped_by: "owner" order: {property: "price"}}];
  repeated Item lent = 4 [(orm.property).one_to_many.mapped_by = "lender"];
  Shelf shelf = 5 [(orm.property) = {nullable: true many_to_one: {}}];
  int32 version = 6 [(orm.property).version = {}];
}

message Room {
  option (orm.entity) = {};
  string number = 1 [(orm.property) = {type: DECIMAL precision: 6 scale: 2 primary: {}}];
  optional string title = 2;
  repeated Shelf shelves = 3 [(orm.property).one_to_many.mapped_by = "room"];
}

message Shelf {
  option (orm.entity) = {order: {property: "title"} order: {property: "room" descending: true}};
  optional string title = 1;
  Room room = 2 [(orm.property) = {primary: {} many_to_one: {}}];
  int32 level = 3 [(orm.property).primary = {}];
  repeated Bin bins = 4 [(orm.property).one_to_many.mapped_by = "shelf"];
  repeated Owner owners = 5 [(orm.property).one_to_many.mapped_by = "shelf"];
  repeated Label labels = 6 [(orm.property).many_to_many = {}];
}

message Bin {
  option (orm.entity) = {};
  Shelf shelf = 1 [(orm.property) = {primary: {} many_to_one: {}}];
  google.protobuf.Timestamp since = 2 [(orm.property).primary = {}];
  optional string text = 3;
  repeated Item items = 4 [(orm.property).one_to_many.mapped_by = "bin"];
}

message Label {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {type: UUID primary: {}}];
  string text = 2;
  repeated Item items = 3 [(orm.property).many_to_many.mapped_by = "labels"];
  repeated Shelf shelves = 4 [(orm.property).many_to_many.mapped_by = "labels"];
}

message Seal {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Item item = 2 [(orm.property) = {nullable: true one_to_one: {}}];
  optional string text = 3;
  Label label = 4 [(orm.property) = {nullable: true many_to_one: {}}];
}
)";

}  // namespace ormd
