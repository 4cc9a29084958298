#include "tests/conformance/entities.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <stdexcept>

#include "absl/strings/str_cat.h"

namespace ormd::conformance {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Address(const std::string& entity, const Json& key) { return absl::StrCat(entity, key.dump()); }

bool IsDelta(const Json& json) {
  return json.is_object() && (json.contains("$add") || json.contains("$remove") || json.contains("$set"));
}

bool IsLocal(const Json& json) { return json.is_object() && json.contains("$local"); }

bool HasLocals(const Json& json) { return json.is_array() && std::any_of(json.begin(), json.end(), IsLocal); }

void Check(const google::protobuf::util::Status& status, const std::string& text) {
  if (!status.ok()) throw std::invalid_argument(absl::StrCat(status.ToString(), " in ", text));
}

Json PrintMessage(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string text;
  Check(google::protobuf::util::MessageToJsonString(message, &text, options), message.ShortDebugString());
  return Json::parse(text);
}

}  // namespace

// Every entity of an answer, by type and key.
struct Entities::Index {
  std::map<std::string, Json> by_address;
};

Entities::Entities(const orm::v1::GetDescriptorsResponse& descriptors, const orm::v1::ListEntitiesResponse& entities) {
  for (const auto& file : descriptors.files().file()) {
    if (pool_.BuildFile(file) == nullptr) throw std::runtime_error(absl::StrCat("cannot build ", file.name()));
  }
  for (const orm::v1::Entity& entity : entities.entities()) entities_[entity.name()] = entity;
}

std::string Entities::FullName(const std::string& name) const {
  for (const auto& [full, entity] : entities_) {
    if (full == name || full.substr(full.rfind('.') + 1) == name) return full;
  }
  return name;
}

const Descriptor* Entities::DescriptorOf(const std::string& entity) const {
  const Descriptor* descriptor = pool_.FindMessageTypeByName(FullName(entity));
  if (descriptor == nullptr) throw std::invalid_argument(absl::StrCat("no entity ", entity));
  return descriptor;
}

std::unique_ptr<Message> Entities::NewMessage(const std::string& entity) const {
  return std::unique_ptr<Message>(factory_.GetPrototype(DescriptorOf(entity))->New());
}

const Descriptor* Entities::TargetOf(const std::string& entity, const std::string& property) const {
  const FieldDescriptor* field = DescriptorOf(entity)->FindFieldByName(property);
  if (field == nullptr || field->message_type() == nullptr) return nullptr;
  return entities_.contains(field->message_type()->full_name()) ? field->message_type() : nullptr;
}

Json Entities::KeyOf(const std::string& entity, const Json& json) const {
  Json key = Json::array();
  for (const std::string& property : entities_.at(entity).primary_key()) {
    const Descriptor* target = TargetOf(entity, property);
    key.push_back(target == nullptr ? json.at(property) : KeyOf(target->full_name(), json.at(property)));
  }
  return key;
}

orm::v1::CollectionItem Entities::MakeItem(const std::string& entity, const Json& json) const {
  orm::v1::CollectionItem item;
  if (IsLocal(json)) {
    item.set_local(json["$local"].get<std::string>());
  } else {
    *item.mutable_data() = MakeData(entity, json);
  }
  return item;
}

orm::v1::Data Entities::MakeData(const std::string& entity, const Json& json) const {
  orm::v1::Data data;
  Json plain = Json::object();
  for (const auto& [name, value] : json.items()) {
    const Descriptor* target = TargetOf(entity, name);
    if (IsLocal(value)) {
      orm::v1::LocalReference* reference = data.add_references();
      reference->set_path(name);
      reference->set_local(value["$local"].get<std::string>());
      continue;
    }
    if (target != nullptr && (IsDelta(value) || HasLocals(value))) {
      const Json delta = IsDelta(value) ? value : Json{{"$set", value}};
      for (const auto& [word, items] : delta.items()) {
        orm::v1::CollectionChange* change = data.add_collections();
        change->set_path(name);
        change->set_operation(word == "$add"      ? orm::v1::CollectionChange::ADD
                              : word == "$remove" ? orm::v1::CollectionChange::REMOVE
                                                  : orm::v1::CollectionChange::SET);
        for (const Json& item : items) *change->add_items() = MakeItem(target->full_name(), item);
      }
      continue;
    }
    data.add_fields(name);
    if (!value.is_null()) plain[name] = value;
  }
  std::unique_ptr<Message> message = NewMessage(entity);
  Check(google::protobuf::util::JsonStringToMessage(plain.dump(), message.get()), plain.dump());
  message->SerializeToString(data.mutable_message());
  return data;
}

Json Entities::ToJson(const std::string& entity, const std::string& bytes,
                      const std::vector<std::string>& loaded) const {
  std::unique_ptr<Message> message = NewMessage(entity);
  if (!message->ParseFromString(bytes)) throw std::runtime_error(absl::StrCat("malformed ", entity));
  const Json all = PrintMessage(*message);
  Json json = Json::object();
  for (const std::string& name : loaded) json[name] = all.contains(name) ? all[name] : Json(nullptr);
  return json;
}

Json Entities::Nest(const Index& index, const std::string& entity, const Json& json,
                    std::vector<std::string>* path) const {
  Json nested = json;
  for (auto& [name, value] : nested.items()) {
    const Descriptor* target = TargetOf(entity, name);
    if (target == nullptr || value.is_null()) continue;
    const auto resolve = [&](const Json& reference) -> Json {
      const Json key = KeyOf(target->full_name(), reference);
      const std::string address = Address(target->full_name(), key);
      const auto found = index.by_address.find(address);
      const bool cut = std::find(path->begin(), path->end(), address) != path->end();
      if (found == index.by_address.end() || cut) {
        Json bare = Json::object();
        for (const std::string& part : entities_.at(target->full_name()).primary_key()) bare[part] = reference.at(part);
        return bare;
      }
      path->push_back(address);
      Json result = Nest(index, target->full_name(), found->second, path);
      path->pop_back();
      return result;
    };
    if (value.is_array()) {
      for (Json& item : value) item = resolve(item);
    } else {
      value = resolve(value);
    }
  }
  return nested;
}

Rows Entities::Stitch(const std::vector<orm::v1::Graph>& parts) const {
  Index index;
  std::vector<std::pair<std::string, std::string>> roots;  // entity, address
  for (const orm::v1::Graph& graph : parts) {
    std::vector<std::pair<std::string, std::string>> all;
    for (const orm::v1::EntitySet& set : graph.sets()) {
      const std::vector<std::string> loaded(set.loaded().begin(), set.loaded().end());
      for (const std::string& bytes : set.entities()) {
        Json json = ToJson(set.entity(), bytes, loaded);
        const std::string address = Address(set.entity(), KeyOf(set.entity(), json));
        if (!index.by_address.emplace(address, std::move(json)).second) {
          throw std::runtime_error(absl::StrCat("stands twice in the graph: ", address));
        }
        all.emplace_back(set.entity(), address);
      }
    }
    if (graph.roots().empty() && graph.sets_size() > 0) {
      roots.insert(roots.end(), all.begin(), all.begin() + graph.sets(0).entities_size());
    }
    for (const uint32_t root : graph.roots()) roots.push_back(all.at(root));
  }
  Rows rows;
  for (const auto& [entity, address] : roots) {
    std::vector<std::string> path = {address};
    rows.items.push_back(Nest(index, entity, index.by_address.at(address), &path));
  }
  return rows;
}

}  // namespace ormd::conformance
