// The parts of requests, and what answers hold.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <vector>

#include "orm/v1/entity_manager.pb.h"
#include "load/v1/load.pb.h"
#include "tests/conformance/load/told.h"

namespace ormd::conformance {

orm::v1::Value ValueOf(int64_t number);
orm::v1::Value ValueOf(const std::string& text);

// `entity` is the message's short name: "Account".
template <typename KeyPart>
orm::v1::FindOne ByKey(const std::string& entity, const KeyPart& key) {
  orm::v1::FindOne find;
  find.set_entity(entity);
  *find.mutable_key()->add_values() = ValueOf(key);
  find.set_allow_missing(true);
  return find;
}

// The entity is that of the message.
orm::v1::Create CreateOf(const google::protobuf::Message& message);

// Sets these fields, whatever their values.
template <typename KeyPart>
orm::v1::Assign AssignOf(const KeyPart& key, const google::protobuf::Message& message,
                         const std::vector<std::string>& fields, std::optional<int64_t> version = std::nullopt) {
  orm::v1::Assign assign;
  assign.set_entity(message.GetDescriptor()->name());
  *assign.mutable_key()->add_values() = ValueOf(key);
  assign.mutable_data()->set_message(message.SerializeAsString());
  for (const std::string& field : fields) assign.mutable_data()->add_fields(field);
  if (version.has_value()) *assign.mutable_version() = ValueOf(*version);
  return assign;
}

template <typename KeyPart>
orm::v1::Remove RemoveOf(const std::string& entity, const KeyPart& key,
                         std::optional<int64_t> version = std::nullopt) {
  orm::v1::Remove remove;
  remove.set_entity(entity);
  *remove.mutable_key()->add_values() = ValueOf(key);
  if (version.has_value()) *remove.mutable_version() = ValueOf(*version);
  return remove;
}

// The entities of this type that were found, in their order; a Graph has a set for each shape.
template <typename Entity>
std::vector<Entity> FoundIn(const Told& told) {
  std::vector<Entity> found;
  for (const orm::v1::EntitySet& set : told.reply.find().graph().sets()) {
    if (set.entity() != Entity::descriptor()->full_name()) continue;
    for (const std::string& bytes : set.entities()) found.emplace_back().ParseFromString(bytes);
  }
  return found;
}

// What was made for a change.
template <typename Entity>
Entity MadeBy(const orm::v1::ChangeResult& result) {
  Entity made;
  made.ParseFromString(result.generated());
  return made;
}

}  // namespace ormd::conformance
