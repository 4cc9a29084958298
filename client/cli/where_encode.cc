#include "client/cli/where_encode.h"

#include <algorithm>
#include <string_view>

#include "client/cli/errors.h"
#include "client/cli/value_encode.h"

namespace ormd::cli {
namespace {

using client::EntityType;
using client::Property;
using orm::v1::MapValue;
using orm::v1::Value;

constexpr std::string_view kList = "[]";

bool IsOperator(const std::string& name) { return name.starts_with('$'); }

bool HasOperator(const Json& json) {
  return std::any_of(json.members.begin(), json.members.end(),
                     [](const auto& member) { return IsOperator(member.first); });
}

bool HoldsJson(const std::string& type) { return type == "json" || type == "json[]"; }

void Document(const std::string& type, const Json& json, Value* value) {
  if (json.is_null()) return value->set_null(orm::v1::NULL_VALUE_UNSPECIFIED);
  if (!type.ends_with(kList) || !json.is_array()) return value->set_json(WriteJson(json));
  value->mutable_list();
  const std::string element = type.substr(0, type.size() - kList.size());
  for (const Json& item : json.items) Document(element, item, value->mutable_list()->add_values());
}

// What stands under a property that holds JSON: a document, or operators over documents.
void OnDocument(const std::string& type, const Json& json, const std::string& path, size_t depth, Value* value) {
  if (depth > kMaxConditionDepth) throw ConditionTooDeep(path, kMaxConditionDepth);
  if (!json.is_object()) return Document(type, json, value);
  if (!HasOperator(json)) return value->CopyFrom(EncodeValue(json, path, depth));
  value->mutable_map();
  for (const auto& [name, operand] : json.members) {
    orm::v1::Pair* pair = value->mutable_map()->add_pairs();
    pair->set_name(name);
    const bool membership = name == "$in" || name == "$nin";
    if (name == "$not") {
      OnDocument(type, operand, path, depth + 1, pair->mutable_value());
    } else if (name == "$exists") {
      pair->mutable_value()->CopyFrom(EncodeValue(operand, path, depth + 1));
    } else {
      Document(membership && operand.is_array() ? type + std::string(kList) : type, operand, pair->mutable_value());
    }
  }
}

void OnEntity(const EntityType* type, const Json& json, const std::string& path, size_t depth, Value* value);

void OnMember(const EntityType* type, const std::string& name, const Json& json, const std::string& path, size_t depth,
              Value* value) {
  if (IsOperator(name)) return OnEntity(type, json, path, depth, value);
  const Property* property = type == nullptr ? nullptr : type->FindProperty(name);
  if (property == nullptr) return OnEntity(nullptr, json, path, depth, value);
  if (property->target != nullptr) return OnEntity(property->target, json, path, depth, value);
  if (HoldsJson(property->info.type())) return OnDocument(property->info.type(), json, path, depth, value);
  value->CopyFrom(EncodeValue(json, path, depth));
}

void OnMembers(const EntityType* type, const Json& json, const std::string& path, size_t depth, MapValue* map) {
  for (const auto& [name, member] : json.members) {
    orm::v1::Pair* pair = map->add_pairs();
    pair->set_name(name);
    OnMember(type, name, member, path, depth + 1, pair->mutable_value());
  }
}

// Conditions, a list of them, or what a relation is compared with.
void OnEntity(const EntityType* type, const Json& json, const std::string& path, size_t depth, Value* value) {
  if (depth > kMaxConditionDepth) throw ConditionTooDeep(path, kMaxConditionDepth);
  if (json.is_object()) return OnMembers(type, json, path, depth, value->mutable_map());
  if (!json.is_array()) return value->CopyFrom(EncodeValue(json, path, depth));
  value->mutable_list();
  for (const Json& item : json.items) OnEntity(type, item, path, depth + 1, value->mutable_list()->add_values());
}

}  // namespace

MapValue EncodeWhere(const EntityType* type, const Json& json, const std::string& path) {
  if (!json.is_object()) throw WrongKind(KindName(json.kind), "condition", path);
  MapValue map;
  OnMembers(type, json, path, 0, &map);
  return map;
}

}  // namespace ormd::cli
