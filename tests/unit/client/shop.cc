#include "tests/unit/client/shop.h"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/wrappers.pb.h>

#include <stdexcept>

namespace ormd::client {
namespace {

constexpr char kShop[] = R"(
syntax = "proto3";
package shop.v1;
import "google/protobuf/duration.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
message User {
  string id = 1;
  string email = 2;
  optional string name = 3;
  google.protobuf.Timestamp created_at = 4;
  repeated Order orders = 5;
  optional string secret = 6;
}
message Order {
  int64 id = 1;
  User user = 2;
  string total = 3;
  repeated OrderItem items = 4;
}
message OrderItem {
  Order order = 1;
  Product product = 2;
  int32 quantity = 3;
}
message Product {
  int64 id = 1;
  string name = 2;
  repeated Tag tags = 3;
}
message Tag { int32 id = 1; string label = 2; }
message Sample {
  enum Color { COLOR_UNSPECIFIED = 0; RED = 1; BLUE = 2; }
  int64 id = 1;
  bool flag = 2;
  int32 small = 3;
  uint64 big = 4;
  double ratio = 5;
  bytes data = 6;
  Color color = 7;
  google.protobuf.Duration length = 8;
  google.protobuf.Struct document = 9;
  string exact = 10;
  repeated int64 numbers = 11;
  map<string, string> labels = 12;
  google.protobuf.StringValue note = 13;
  float weight = 14;
  optional int64 maybe = 15;
})";

constexpr char kEntities[] = R"text(
entities {
  name: "shop.v1.User" table: "user" primary_key: "id"
  properties { name: "id" kind: SCALAR type: "uuid" columns: "id" generated: true }
  properties { name: "email" kind: SCALAR type: "text" columns: "email" }
  properties { name: "name" kind: SCALAR type: "text" columns: "name" nullable: true }
  properties { name: "created_at" kind: SCALAR type: "timestamp" columns: "created_at" generated: true }
  properties { name: "orders" kind: ONE_TO_MANY target: "shop.v1.Order" mapped_by: "user" }
  properties { name: "secret" kind: SCALAR type: "text" columns: "secret" nullable: true hidden: true }
}
entities {
  name: "shop.v1.Order" table: "order" primary_key: "id"
  properties { name: "id" kind: SCALAR type: "bigint" columns: "id" generated: true }
  properties { name: "user" kind: MANY_TO_ONE target: "shop.v1.User" columns: "user_id" }
  properties { name: "total" kind: SCALAR type: "decimal(10,2)" columns: "total" }
  properties { name: "items" kind: ONE_TO_MANY target: "shop.v1.OrderItem" mapped_by: "order" }
}
entities {
  name: "shop.v1.OrderItem" table: "order_item" primary_key: "order" primary_key: "product"
  properties { name: "order" kind: MANY_TO_ONE target: "shop.v1.Order" columns: "order_id" }
  properties { name: "product" kind: MANY_TO_ONE target: "shop.v1.Product" columns: "product_id" }
  properties { name: "quantity" kind: SCALAR type: "integer" columns: "quantity" }
}
entities {
  name: "shop.v1.Product" table: "product" primary_key: "id"
  properties { name: "id" kind: SCALAR type: "bigint" columns: "id" generated: true }
  properties { name: "name" kind: SCALAR type: "text" columns: "name" }
  properties { name: "tags" kind: MANY_TO_MANY target: "shop.v1.Tag" }
}
entities {
  name: "shop.v1.Tag" table: "tag" primary_key: "id"
  properties { name: "id" kind: SCALAR type: "integer" columns: "id" }
  properties { name: "label" kind: SCALAR type: "text" columns: "label" }
}
entities {
  name: "shop.v1.Sample" table: "sample" primary_key: "id"
  properties { name: "id" kind: SCALAR type: "bigint" columns: "id" }
  properties { name: "flag" kind: SCALAR type: "bool" columns: "flag" }
  properties { name: "small" kind: SCALAR type: "integer" columns: "small" }
  properties { name: "big" kind: SCALAR type: "decimal(20,0)" columns: "big" }
  properties { name: "ratio" kind: SCALAR type: "double" columns: "ratio" }
  properties { name: "data" kind: SCALAR type: "bytes" columns: "data" }
  properties { name: "color" kind: SCALAR type: "enum" columns: "color" }
  properties { name: "length" kind: SCALAR type: "interval" columns: "length" }
  properties { name: "document" kind: SCALAR type: "json" columns: "document" }
  properties { name: "exact" kind: SCALAR type: "json" columns: "exact" }
  properties { name: "numbers" kind: SCALAR type: "bigint[]" columns: "numbers" }
  properties { name: "labels" kind: SCALAR type: "json" columns: "labels" }
  properties { name: "note" kind: SCALAR type: "text" columns: "note" nullable: true }
  properties { name: "weight" kind: SCALAR type: "real" columns: "weight" }
  properties { name: "maybe" kind: SCALAR type: "bigint" columns: "maybe" nullable: true }
})text";

class Faults : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int, const std::string& message) override {
    throw std::logic_error("line " + std::to_string(line) + ": " + message);
  }
};

}  // namespace

google::protobuf::FileDescriptorSet ShopFiles() {
  google::protobuf::FileDescriptorSet files;
  google::protobuf::Duration::descriptor()->file()->CopyTo(files.add_file());
  google::protobuf::Struct::descriptor()->file()->CopyTo(files.add_file());
  google::protobuf::Timestamp::descriptor()->file()->CopyTo(files.add_file());
  google::protobuf::StringValue::descriptor()->file()->CopyTo(files.add_file());
  Faults faults;
  google::protobuf::io::ArrayInputStream text(kShop, sizeof(kShop) - 1);
  google::protobuf::io::Tokenizer tokenizer(&text, &faults);
  google::protobuf::compiler::Parser parser;
  parser.RecordErrorsTo(&faults);
  google::protobuf::FileDescriptorProto* shop = files.add_file();
  shop->set_name("shop/v1/shop.proto");
  parser.Parse(&tokenizer, shop);
  return files;
}

orm::v1::ListEntitiesResponse ShopEntities() {
  orm::v1::ListEntitiesResponse entities;
  google::protobuf::TextFormat::ParseFromString(kEntities, &entities);
  return entities;
}

std::shared_ptr<const Model> ShopModel() {
  static const auto kModel = std::make_shared<const Model>(ShopEntities(), ShopFiles());
  return kModel;
}

std::unique_ptr<google::protobuf::Message> ShopMessage(const Model& model, const std::string& entity,
                                                       const std::string& text) {
  auto message = model.New(*model.Find(entity));
  if (!google::protobuf::TextFormat::ParseFromString(text, message.get())) throw std::logic_error(text);
  return message;
}

std::string ShopBytes(const Model& model, const std::string& entity, const std::string& text) {
  return ShopMessage(model, entity, text)->SerializeAsString();
}

}  // namespace ormd::client
