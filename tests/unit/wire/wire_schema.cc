#include "tests/unit/wire/wire_schema.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/unknown_field_set.h>
#include <gtest/gtest.h>

#include "orm/metadata/loader.h"

namespace ormd::wire {
namespace {

using google::protobuf::DynamicMessageFactory;
using google::protobuf::Message;
using google::protobuf::TextFormat;

constexpr const char* kSource = R"(
syntax = "proto3";
package w;
import "orm/options.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";

enum Color { COLOR_UNSPECIFIED = 0; RED = 1; BLUE = 7; }

message Everything {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  int32 i32 = 2;
  sint32 s32 = 3;
  uint32 u32 = 4;
  fixed32 f32 = 5;
  sfixed32 sf32 = 6;
  sint64 s64 = 7;
  uint64 u64 = 8;
  fixed64 f64 = 9;
  sfixed64 sf64 = 10;
  float real = 11;
  double number = 12;
  bool flag = 13;
  string text = 14;
  bytes blob = 15;
  optional int32 opt_int = 16;
  optional string opt_text = 17;
  string uuid = 18 [(orm.property) = {type: UUID nullable: true}];
  string price = 19 [(orm.property) = {type: DECIMAL precision: 10 scale: 2}];
  string exact = 20 [(orm.property) = {type: DECIMAL}];
  string day = 21 [(orm.property) = {type: DATE}];
  string hour = 22 [(orm.property) = {type: TIME}];
  string doc = 23 [(orm.property) = {type: JSON}];
  string code = 24 [(orm.property) = {type: CHAR length: 4}];
  string short = 25 [(orm.property) = {type: VARCHAR length: 5}];
  google.protobuf.Timestamp at = 26 [(orm.property).nullable = true];
  google.protobuf.Duration span = 27 [(orm.property).nullable = true];
  google.protobuf.Struct object = 28 [(orm.property).nullable = true];
  google.protobuf.Value any = 29 [(orm.property).nullable = true];
  google.protobuf.ListValue list = 30 [(orm.property).nullable = true];
  map<string, int64> counts = 31;
  map<int32, string> names = 32;
  map<string, google.protobuf.Value> anys = 33;
  google.protobuf.Int64Value boxed_int = 34 [(orm.property).nullable = true];
  google.protobuf.StringValue boxed_text = 35 [(orm.property).nullable = true];
  google.protobuf.UInt64Value boxed_u64 = 36 [(orm.property).nullable = true];
  google.protobuf.BoolValue boxed_flag = 37 [(orm.property).nullable = true];
  Color color = 38;
  optional Color opt_color = 39;
  repeated int32 ints = 40;
  repeated string texts = 41;
  repeated bool flags = 42;
  repeated double numbers = 43;
  repeated Color colors = 44;
  repeated bytes blobs = 45;
  repeated uint64 u64s = 46;
  repeated string prices = 47 [(orm.property) = {type: DECIMAL precision: 10 scale: 2}];
  string secret = 48 [(orm.property).hidden = true];
  int32 twice = 49 [(orm.property).formula.sql = "i32 * 2"];
}

message Customer {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string name = 2;
  optional string note = 3;
  Address address = 4 [(orm.property) = {nullable: true many_to_one: {}}];
  repeated Order orders = 5 [(orm.property).one_to_many.mapped_by = "customer"];
  google.protobuf.Timestamp created_at = 6 [(orm.property).on_create = NOW];
  Customer mentor = 7 [(orm.property) = {nullable: true many_to_one: {}}];
  int32 version = 8 [(orm.property).version = {}];
}

message Address {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {type: UUID primary: {}}];
  string city = 2;
}

message Order {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  Customer customer = 2 [(orm.property).many_to_one = {}];
  repeated Line lines = 3 [(orm.property).one_to_many.mapped_by = "order"];
  repeated Tag tags = 4 [(orm.property).many_to_many = {}];
}

message Line {
  option (orm.entity) = {};
  Order order = 1 [(orm.property) = {primary: {} many_to_one: {}}];
  int32 number = 2 [(orm.property).primary = {}];
  Product product = 3 [(orm.property) = {nullable: true many_to_one: {}}];
}

message Product {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
}

message Remark {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  Line line = 2 [(orm.property) = {nullable: true many_to_one: {}}];
}

message Tag {
  option (orm.entity) = {};
  string name = 1 [(orm.property).primary = {}];
}
)";

std::unique_ptr<Schema> Load() {
  LoadResult result = LoadSchemaFromSources({{"w.proto", kSource}});
  for (const SchemaFault& fault : result.faults) ADD_FAILURE() << FaultText(fault);
  return std::move(result.schema);
}

const Message& PrototypeOf(const EntityMetadata& entity) {
  static DynamicMessageFactory* factory = new DynamicMessageFactory();
  return *factory->GetPrototype(entity.descriptor);
}

bool HasUnknownFields(const Message& message) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return true;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->message_type() == nullptr) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const Message& inner = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                  : reflection.GetMessage(message, field);
      if (HasUnknownFields(inner)) return true;
    }
  }
  return false;
}

}  // namespace

const Schema& TestSchema() {
  static const Schema* schema = Load().release();
  return *schema;
}

const EntityMetadata& TestEntity(std::string_view short_name) { return **TestSchema().Find(short_name); }

std::string BytesOf(const EntityMetadata& entity, const std::string& text) {
  const std::unique_ptr<Message> message(PrototypeOf(entity).New());
  EXPECT_TRUE(TextFormat::ParseFromString(text, message.get())) << text;
  return message->SerializeAsString();
}

std::string TextOf(const EntityMetadata& entity, const std::string& bytes) {
  const std::unique_ptr<Message> message(PrototypeOf(entity).New());
  if (!message->ParseFromString(bytes) || HasUnknownFields(*message)) return "MALFORMED";
  TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseShortRepeatedPrimitives(true);
  std::string text;
  printer.PrintToString(*message, &text);
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::unique_ptr<Entity> MakeEntity(const EntityMetadata& metadata, Key key) {
  auto entity = std::make_unique<Entity>(metadata, Entity::State::kManaged);
  for (size_t slot = 0; slot < metadata.size(); ++slot) entity->set_loaded(slot);
  entity->set_key(std::move(key));
  return entity;
}

const PropertyMetadata& PropertyOf(const EntityMetadata& entity, std::string_view name) {
  return *entity.FindProperty(name);
}

void Put(Entity& entity, std::string_view name, Value value) {
  const PropertyMetadata& property = PropertyOf(entity.metadata(), name);
  absl::StatusOr<Value> canonical = Canonicalize(property.type, std::move(value));
  ASSERT_TRUE(canonical.ok()) << name << ": " << canonical.status();
  entity.Hydrate(property, *std::move(canonical));
}

void Put(Entity& entity, std::string_view name, Entity* target) {
  entity.Hydrate(PropertyOf(entity.metadata(), name), target);
}

SlotMask MaskOf(const EntityMetadata& entity, const std::vector<std::string>& names) {
  SlotMask mask(entity.size());
  for (const std::string& name : names) mask.Set(PropertyOf(entity, name).index);
  return mask;
}

}  // namespace ormd::wire
