// The entities of random sessions: few types, every kind of relation, both sides of each.
#pragma once

namespace ormd {

inline constexpr const char* kSessionProto = R"(
syntax = "proto3";
package office;
import "orm/options.proto";

message Person {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string name = 2 [(orm.property).unique = true];
  optional string note = 3;
  Person boss = 4 [(orm.property) = {nullable: true many_to_one: {}}];
  repeated Person team = 5 [(orm.property).one_to_many.mapped_by = "boss"];
  repeated Task tasks = 6 [(orm.property).one_to_many = {mapped_by: "owner" orphan_removal: true}];
  Task focus = 7 [(orm.property) = {nullable: true many_to_one: {}}];
  Badge badge = 8 [(orm.property).one_to_one = {mapped_by: "holder" orphan_removal: true}];
  Desk desk = 9 [(orm.property).one_to_one.mapped_by = "sitter"];
  repeated Person friends = 10 [(orm.property).many_to_many = {}];
  repeated Person friend_of = 11 [(orm.property).many_to_many.mapped_by = "friends"];
}

message Task {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
  int32 version = 3 [(orm.property).version = {}];
  Person owner = 4 [(orm.property).many_to_one = {}];
  repeated Label labels = 5 [(orm.property).many_to_many = {}];
  repeated Step steps = 6 [(orm.property).one_to_many = {mapped_by: "task" orphan_removal: true}];
}

message Step {
  option (orm.entity) = {};
  Task task = 1 [(orm.property) = {primary: {} many_to_one: {}}];
  int32 number = 2 [(orm.property).primary = {}];
  string text = 3;
}

message Label {
  option (orm.entity) = {};
  string code = 1 [(orm.property).primary = {}];
  string text = 2 [(orm.property).unique = true];
  repeated Task tasks = 3 [(orm.property).many_to_many.mapped_by = "labels"];
}

message Badge {
  option (orm.entity) = {};
  string code = 1 [(orm.property).primary = {}];
  optional string note = 2;
  Person holder = 3 [(orm.property) = {nullable: true one_to_one: {}}];
}

message Desk {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  optional string note = 2;
  Person sitter = 3 [(orm.property) = {nullable: true one_to_one: {}}];
}
)";

}  // namespace ormd
