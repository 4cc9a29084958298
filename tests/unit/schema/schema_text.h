// Entities for the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "orm/metadata/loader.h"

namespace ormd {

// The schema of messages in proto text, without the file's head.
inline std::unique_ptr<Schema> SchemaOf(std::string_view messages) {
  std::string source =
      "syntax = \"proto3\"; package shop.v1; import \"orm/options.proto\"; import \"google/protobuf/timestamp.proto\"; "
      "import \"google/protobuf/duration.proto\"; import \"google/protobuf/struct.proto\";\n";
  source += messages;
  LoadResult result = LoadSchemaFromSources({{"shop.proto", source}});
  for (const SchemaFault& fault : result.faults) ADD_FAILURE() << FaultText(fault);
  return std::move(result.schema);
}

// Every kind of relation, with a cycle (user.favourite) and a reference to itself.
inline constexpr std::string_view kShop = R"schema(
message User {
  option (orm.entity) = {comment: "people's accounts"};
  string id = 1 [(orm.property) = {type: UUID primary: {} default_raw: "gen_random_uuid()"
}];
string email = 2 [(orm.property) = {unique : true comment : "lower case"}];
optional string name = 3;
User referrer = 4 [(orm.property) = {nullable : true many_to_one : {}}];
Product favourite = 5 [(orm.property) = {nullable : true many_to_one : {}}];
repeated Order orders = 6 [(orm.property).one_to_many.mapped_by = "user"];
}
enum State { OPEN = 0; PAID = 1; }
message Order {
  option(orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  User user = 2 [(orm.property).many_to_one = {on_delete : CASCADE}];
  State state = 3;
  string total = 4 [(orm.property) = {type : DECIMAL precision : 10 scale : 2 default : "0.00" index : true}];
  int32 version = 5 [(orm.property).version = {}];
}
message Product {
  option(orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  repeated string labels = 2;
  repeated Tag tags = 3 [(orm.property).many_to_many = {}];
  User owner = 4 [(orm.property).many_to_one = {}];
}
message Tag {
  option(orm.entity) = {};
  string name = 1 [(orm.property).primary = {}];
}
message Line {
  option(orm.entity) = {};
  Order order = 1 [(orm.property) = {primary : {} many_to_one : {}}];
  Product product = 2 [(orm.property) = {primary : {} many_to_one : {}}];
}
message Parcel {
  option(orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  Line line = 2 [(orm.property).one_to_one = {}];
}
)schema";

}  // namespace ormd
