// The entity types of a daemon and their message classes, made at run time from Schema.ListEntities and GetDescriptors.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/v1/schema.pb.h"
#include "orm/v1/value.pb.h"

namespace ormd::client {

class EntityType;

struct Property {
  size_t index = 0;  // in EntityType::properties()
  orm::v1::Property info;
  const google::protobuf::FieldDescriptor* field = nullptr;
  const EntityType* target = nullptr;  // of a relation

  const std::string& name() const { return info.name(); }
  bool is_to_many() const {
    return info.kind() == orm::v1::Property::ONE_TO_MANY || info.kind() == orm::v1::Property::MANY_TO_MANY;
  }
  bool is_to_one() const { return target != nullptr && !is_to_many(); }
};

// Immutable; lives as long as its Model.
class EntityType {
 public:
  // Full message name.
  const std::string& name() const { return info_.name(); }
  const orm::v1::Entity& info() const { return info_; }
  const google::protobuf::Descriptor* descriptor() const { return descriptor_; }
  // In the order of the .proto file.
  const std::vector<Property>& properties() const { return properties_; }
  // Properties of the primary key, in its order.
  const std::vector<const Property*>& key() const { return key_; }
  // By the name of the proto field or its lowerCamelCase form; nullptr where there is none.
  const Property* FindProperty(std::string_view property_name) const;
  // How many values the key has: a relation in it counts as many as its target's key.
  size_t key_width() const;

 private:
  friend class Model;

  orm::v1::Entity info_;
  const google::protobuf::Descriptor* descriptor_ = nullptr;
  std::vector<Property> properties_;
  std::vector<const Property*> key_;
};

// Immutable and thread safe. Messages that it makes must not outlive it.
class Model {
 public:
  // Throws Error (INTERNAL) where the files do not hold what the entities need.
  Model(const orm::v1::ListEntitiesResponse& entities, const google::protobuf::FileDescriptorSet& files);
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const std::vector<std::unique_ptr<EntityType>>& entities() const { return entities_; }
  // By full name, or by the short name where only one entity has it; nullptr otherwise.
  const EntityType* Find(std::string_view name) const;

  std::unique_ptr<google::protobuf::Message> New(const EntityType& type) const;
  // Throws Error (INTERNAL) where the bytes are no message of this type.
  std::unique_ptr<google::protobuf::Message> Parse(const EntityType& type, const std::string& bytes) const;

 private:
  void AddEntity(const orm::v1::Entity& info);
  void Link();

  google::protobuf::DescriptorPool pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
  std::vector<std::unique_ptr<EntityType>> entities_;
  // Full and short names; nullptr where a short name is shared.
  std::map<std::string, const EntityType*, std::less<>> by_name_;
};

// The key that a message carries; a relation in the key gives the key of the message in it.
orm::v1::Key KeyOf(const EntityType& type, const google::protobuf::Message& message);

}  // namespace ormd::client
