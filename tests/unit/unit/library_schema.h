// The entities of the unit floor's tests: a library with every kind of relation.
#pragma once

namespace ormd {

inline constexpr const char* kLibraryProto = R"(
syntax = "proto3";
package library;
import "orm/options.proto";
import "google/protobuf/timestamp.proto";

message Author {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string name = 2 [(orm.property).unique = true];
  optional string bio = 3;
  Author mentor = 4 [(orm.property) = {nullable: true many_to_one: {}}];
  repeated Book books = 5 [(orm.property).one_to_many.mapped_by = "author"];
  google.protobuf.Timestamp created_at = 6 [(orm.property).on_create = NOW];
  google.protobuf.Timestamp updated_at = 7 [(orm.property) = {on_create: NOW on_update: NOW}];
  Passport passport = 8 [(orm.property).one_to_one.mapped_by = "holder"];
}

message Passport {
  option (orm.entity) = {};
  string number = 1 [(orm.property).primary = {}];
  Author holder = 2 [(orm.property).one_to_one = {}];
}

message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
  string price = 3 [(orm.property) = {type: DECIMAL precision: 10 scale: 2 default: "0"}];
  Author author = 4 [(orm.property).many_to_one = {}];
  int32 version = 5 [(orm.property).version = {}];
  repeated Tag tags = 6 [(orm.property).many_to_many = {}];
  repeated Page pages = 7 [(orm.property).one_to_many = {mapped_by: "book" orphan_removal: true}];
}

message Page {
  option (orm.entity) = {};
  Book book = 1 [(orm.property) = {primary: {} many_to_one: {on_delete: CASCADE}}];
  int32 number = 2 [(orm.property).primary = {}];
  string text = 3;
}

message Tag {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {type: UUID primary: {} on_create: UUID}];
  string label = 2 [(orm.property).unique = true];
  repeated Book books = 3 [(orm.property).many_to_many.mapped_by = "tags"];
}

message Category {
  option (orm.entity) = {};
  string code = 1 [(orm.property).primary = {}];
  Category parent = 2 [(orm.property) = {nullable: true many_to_one: {}}];
}

message Employee {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  Employee boss = 2 [(orm.property).many_to_one = {}];
}

message Shelf {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string name = 2;
  repeated Volume volumes = 3 [(orm.property).one_to_many = {mapped_by: "shelf" orphan_removal: true}];
  Lamp lamp = 4 [(orm.property).one_to_one = {mapped_by: "shelf" orphan_removal: true}];
}

message Volume {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string name = 2;
  Shelf shelf = 3 [(orm.property) = {nullable: true many_to_one: {}}];
}

message Lamp {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  Shelf shelf = 2 [(orm.property) = {nullable: true one_to_one: {}}];
}

message Country {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  City capital = 2 [(orm.property) = {nullable: true many_to_one: {}}];
}

message City {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  Country country = 2 [(orm.property).many_to_one = {}];
}
)";

}  // namespace ormd
