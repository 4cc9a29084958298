#include "client/cli/entity_json.h"

#include <algorithm>

#include "client/cli/field_decode.h"

namespace ormd::cli {
namespace {

using client::Entity;
using client::EntityType;
using client::Property;
using google::protobuf::Message;

Json ReferenceJson(const Property& property, const Message& reference) {
  return KeyJson(*property.target, KeyOf(*property.target, reference));
}

// Takes as many values as the key of `type` has, from `next` on.
Json TakeKey(const EntityType& type, const orm::v1::Key& key, int* next) {
  const auto part_json = [&](const Property& part) {
    if (part.target != nullptr) return TakeKey(*part.target, key, next);
    return *next < key.values_size() ? DecodeValue(key.values((*next)++)) : Json();
  };
  if (type.key().size() == 1) return part_json(*type.key().front());
  Json json = Json::Object();
  for (const Property* part : type.key()) json.Add(part->name(), part_json(*part));
  return json;
}

class Nester {
 public:
  Json Nest(const Entity& entity, const Populate& populate) {
    open_.push_back(&entity);
    Json json = Json::Object();
    for (const Property& property : entity.type().properties()) {
      if (!entity.loaded(property)) continue;
      const Populate* below = populate.Find(property.name(), property.field->camelcase_name());
      if (property.target == nullptr) {
        json.Add(property.name(), DecodeField(entity.message(), *property.field, property.info.type()));
      } else if (!property.is_to_many()) {
        json.Add(property.name(), ToOne(entity, property, below));
      } else if (below != nullptr) {
        json.Add(property.name(), ToMany(entity, property, *below));
      }
    }
    open_.pop_back();
    return json;
  }

 private:
  bool IsOpen(const Entity* entity) const { return std::find(open_.begin(), open_.end(), entity) != open_.end(); }

  Json ToOne(const Entity& entity, const Property& property, const Populate* below) {
    const google::protobuf::Reflection& reflection = *entity.message().GetReflection();
    if (!reflection.HasField(entity.message(), property.field)) return Json();
    const Entity* target = below != nullptr ? entity.One(property) : nullptr;
    if (target != nullptr && !IsOpen(target)) return Nest(*target, *below);
    return ReferenceJson(property, reflection.GetMessage(entity.message(), property.field));
  }

  Json ToMany(const Entity& entity, const Property& property, const Populate& below) {
    Json list = Json::Array();
    for (const Entity* item : entity.Many(property)) {
      list.items.push_back(IsOpen(item) ? KeyJson(item->type(), item->key()) : Nest(*item, below));
    }
    return list;
  }

  std::vector<const Entity*> open_;
};

}  // namespace

Json EntityJson(const Entity& entity, const Populate& populate) { return Nester().Nest(entity, populate); }

Json KeyJson(const EntityType& type, const orm::v1::Key& key) {
  int next = 0;
  return TakeKey(type, key, &next);
}

Json PropertiesJson(const EntityType& type, const Message& message,
                    const google::protobuf::RepeatedPtrField<std::string>& names) {
  Json json = Json::Object();
  for (const Property& property : type.properties()) {
    if (std::find(names.begin(), names.end(), property.name()) == names.end() || property.is_to_many()) continue;
    if (property.target == nullptr) {
      json.Add(property.name(), DecodeField(message, *property.field, property.info.type()));
    } else if (message.GetReflection()->HasField(message, property.field)) {
      json.Add(property.name(), ReferenceJson(property, message.GetReflection()->GetMessage(message, property.field)));
    } else {
      json.Add(property.name(), Json());
    }
  }
  return json;
}

}  // namespace ormd::cli
