#include "client/cli/data_encode.h"

#include <algorithm>
#include <set>

#include "client/cli/errors.h"
#include "client/cli/field_encode.h"

namespace ormd::cli {
namespace {

using client::EntityType;
using client::Property;
using google::protobuf::Message;

// The name in {"local": "name"}; nullptr where the JSON is something else.
const std::string* LocalName(const Json& json) {
  if (!json.is_object() || json.members.size() != 1) return nullptr;
  const auto& [name, value] = json.members.front();
  return name == "local" && value.is_string() ? &value.text : nullptr;
}

bool HasLocals(const Json& items) {
  return std::any_of(items.items.begin(), items.items.end(),
                     [](const Json& item) { return LocalName(item) != nullptr; });
}

orm::v1::CollectionChange::Operation OperationOf(const std::string& name) {
  if (name == "add") return orm::v1::CollectionChange::ADD;
  if (name == "remove") return orm::v1::CollectionChange::REMOVE;
  if (name == "set") return orm::v1::CollectionChange::SET;
  return orm::v1::CollectionChange::OPERATION_UNSPECIFIED;
}

// Fills one Data. Paths are those within the data; errors put the origin before them.
class Encoder {
 public:
  Encoder(const client::Model& model, const std::string& origin, orm::v1::Data* data)
      : model_(model), origin_(origin), data_(data) {}

  void Object(const EntityType& type, const Json& json, const std::string& path, Message* message) {
    std::set<const Property*> given;
    for (const auto& [name, value] : json.members) {
      const Property* property = type.FindProperty(name);
      if (property == nullptr) throw UnknownProperty(type, name, Place(Under(path, name)));
      const std::string place = Under(path, property->name());
      if (!given.insert(property).second) throw GivenTwice(Place(place));
      Member(*property, value, place, message);
    }
  }

  // A reference or a new entity.
  void Related(const EntityType& type, const Json& json, const std::string& path, Message* message) {
    if (json.is_object()) return Object(type, json, path, message);
    if (json.is_array() || json.is_null() || type.key().size() != 1) throw NotAKey(type, Place(path));
    const Property& key = *type.key().front();
    Member(key, json, Under(path, key.name()), message);
  }

 private:
  std::string Place(const std::string& path) const { return path.empty() ? origin_ : Under(origin_, path); }

  void Member(const Property& property, const Json& json, const std::string& path, Message* message) {
    if (property.is_to_many()) return Collection(property, json, path, message);
    if (const std::string* local = property.target != nullptr ? LocalName(json) : nullptr) {
      orm::v1::LocalReference* reference = data_->add_references();
      reference->set_path(path);
      reference->set_local(*local);
      return;
    }
    data_->add_fields(path);
    if (json.is_null()) return;
    if (property.target == nullptr) {
      return EncodeField(json, property.info.type(), Place(path), *property.field, message);
    }
    Related(*property.target, json, path, message->GetReflection()->MutableMessage(message, property.field));
  }

  void Collection(const Property& property, const Json& json, const std::string& path, Message* message) {
    if (json.is_array()) {
      if (HasLocals(json)) return Change(property, orm::v1::CollectionChange::SET, json, path);
      data_->add_fields(path);
      for (size_t i = 0; i < json.items.size(); ++i) {
        Related(*property.target, json.items[i], Indexed(path, i),
                message->GetReflection()->AddMessage(message, property.field));
      }
      return;
    }
    if (!json.is_object()) throw NotACollection(Place(path));
    for (const auto& [name, items] : json.members) {
      const auto operation = OperationOf(name);
      if (operation == orm::v1::CollectionChange::OPERATION_UNSPECIFIED || !items.is_array()) {
        throw NotACollection(Place(path));
      }
      Change(property, operation, items, path);
    }
  }

  void Change(const Property& property, orm::v1::CollectionChange::Operation operation, const Json& items,
              const std::string& path) {
    orm::v1::CollectionChange* change = data_->add_collections();
    change->set_path(path);
    change->set_operation(operation);
    for (size_t i = 0; i < items.items.size(); ++i) {
      Item(*property.target, items.items[i], Place(Indexed(path, i)), change->add_items());
    }
  }

  void Item(const EntityType& type, const Json& json, const std::string& origin, orm::v1::CollectionItem* item) {
    if (const std::string* local = LocalName(json)) return item->set_local(*local);
    const std::unique_ptr<Message> message = model_.New(type);
    Encoder(model_, origin, item->mutable_data()).Related(type, json, "", message.get());
    item->mutable_data()->set_message(message->SerializeAsString());
  }

  const client::Model& model_;
  const std::string& origin_;
  orm::v1::Data* data_;
};

}  // namespace

orm::v1::Data EncodeData(const client::Model& model, const EntityType& type, const Json& json,
                         const std::string& origin) {
  if (!json.is_object()) throw WrongKind(KindName(json.kind), type.name(), origin.empty() ? "data" : origin);
  orm::v1::Data data;
  const std::unique_ptr<Message> message = model.New(type);
  Encoder(model, origin, &data).Object(type, json, "", message.get());
  data.set_message(message->SerializeAsString());
  return data;
}

}  // namespace ormd::cli
