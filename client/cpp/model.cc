#include "client/cpp/model.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <utility>

#include "client/cpp/error.h"

namespace ormd::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Nested messages: a JSON property takes three for each of its levels.
constexpr int kDeepest = 10'000;

Error BrokenModel(const std::string& message) { return Error(grpc::StatusCode::INTERNAL, "INTERNAL", message); }

void AppendScalar(const FieldDescriptor& field, const Message& message, orm::v1::Value* value);

// A timestamp, a duration, or the wrapper of a scalar.
void AppendMessage(const Message& message, orm::v1::Value* value) {
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  if (type.full_name() == "google.protobuf.Duration") {
    google::protobuf::Duration duration;
    duration.ParseFromString(message.SerializeAsString());
    value->set_text(google::protobuf::util::TimeUtil::ToString(duration));
  } else if (const FieldDescriptor* wrapped = type.FindFieldByName("value"); wrapped != nullptr) {
    AppendScalar(*wrapped, message, value);
  } else {
    value->mutable_timestamp()->ParseFromString(message.SerializeAsString());
  }
}

void AppendScalar(const FieldDescriptor& field, const Message& message, orm::v1::Value* value) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return value->set_bool_(reflection.GetBool(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return value->set_int64(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return value->set_int64(reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return value->set_int64(reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return value->set_text(std::to_string(reflection.GetUInt64(message, &field)));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return value->set_double_(reflection.GetFloat(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return value->set_double_(reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return value->set_text(std::string(reflection.GetEnum(message, &field)->name()));
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES) return value->set_bytes(reflection.GetString(message, &field));
      return value->set_text(reflection.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AppendMessage(reflection.GetMessage(message, &field), value);
  }
}

void AppendKey(const EntityType& type, const Message& message, orm::v1::Key* key) {
  for (const Property* part : type.key()) {
    if (part->target != nullptr) {
      AppendKey(*part->target, message.GetReflection()->GetMessage(message, part->field), key);
    } else {
      AppendScalar(*part->field, message, key->add_values());
    }
  }
}

}  // namespace

const Property* EntityType::FindProperty(std::string_view property_name) const {
  const auto found = std::find_if(properties_.begin(), properties_.end(), [&](const Property& property) {
    return property.name() == property_name || property.field->camelcase_name() == property_name;
  });
  return found == properties_.end() ? nullptr : &*found;
}

size_t EntityType::key_width() const {
  size_t width = 0;
  for (const Property* part : key_) width += part->target != nullptr ? part->target->key_width() : 1;
  return width;
}

Model::Model(const orm::v1::ListEntitiesResponse& entities, const google::protobuf::FileDescriptorSet& files) {
  for (const google::protobuf::FileDescriptorProto& file : files.file()) {
    if (pool_.BuildFile(file) == nullptr) throw BrokenModel("the daemon sent a broken descriptor of " + file.name());
  }
  for (const orm::v1::Entity& info : entities.entities()) AddEntity(info);
  Link();
}

void Model::AddEntity(const orm::v1::Entity& info) {
  auto type = std::make_unique<EntityType>();
  type->info_ = info;
  type->descriptor_ = pool_.FindMessageTypeByName(info.name());
  if (type->descriptor_ == nullptr) throw BrokenModel("the daemon sent no descriptor of " + info.name());
  for (int i = 0; i < type->descriptor_->field_count(); ++i) {
    const FieldDescriptor* field = type->descriptor_->field(i);
    for (const orm::v1::Property& property : info.properties()) {
      if (property.name() != field->name()) continue;
      type->properties_.push_back({type->properties_.size(), property, field, nullptr});
    }
  }
  const auto [place, fresh] = by_name_.emplace(type->descriptor_->name(), type.get());
  if (!fresh) place->second = nullptr;
  entities_.push_back(std::move(type));
}

void Model::Link() {
  for (const auto& type : entities_) by_name_[type->name()] = type.get();
  for (const auto& type : entities_) {
    for (Property& property : type->properties_) {
      if (property.info.target().empty()) continue;
      property.target = Find(property.info.target());
      if (property.target == nullptr) throw BrokenModel("the daemon does not know " + property.info.target());
    }
    for (const std::string& part : type->info_.primary_key()) {
      const Property* property = type->FindProperty(part);
      if (property == nullptr) throw BrokenModel("the key of " + type->name() + " has no field " + part);
      type->key_.push_back(property);
    }
  }
}

const EntityType* Model::Find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

std::unique_ptr<Message> Model::New(const EntityType& type) const {
  return std::unique_ptr<Message>(factory_.GetPrototype(type.descriptor())->New());
}

std::unique_ptr<Message> Model::Parse(const EntityType& type, const std::string& bytes) const {
  std::unique_ptr<Message> message = New(type);
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()),
                                               static_cast<int>(bytes.size()));
  input.SetRecursionLimit(kDeepest);
  if (!message->ParseFromCodedStream(&input) || !input.ConsumedEntireMessage()) {
    throw BrokenModel("the daemon sent a broken message of " + type.name());
  }
  return message;
}

orm::v1::Key KeyOf(const EntityType& type, const Message& message) {
  orm::v1::Key key;
  AppendKey(type, message, &key);
  return key;
}

}  // namespace ormd::client
