#include "client/cli/value_encode.h"

#include <algorithm>
#include <cctype>

#include "client/cli/errors.h"
#include "client/cli/number.h"

namespace ormd::cli {
namespace {

void EncodeNumber(const std::string& literal, orm::v1::Value* value) {
  bool overflow = false;
  if (literal.find_first_of(".eE") == std::string::npos) {
    const auto integer = ExactInt64(literal, &overflow);
    return integer.has_value() ? value->set_int64(*integer) : value->set_text(literal);
  }
  const auto number = ExactDouble(literal);
  return number.has_value() ? value->set_double_(*number) : value->set_text(literal);
}

void EncodeMap(const Json& json, const std::string& path, size_t depth, orm::v1::MapValue* map);

void Encode(const Json& json, const std::string& path, size_t depth, orm::v1::Value* value) {
  if (depth > kMaxConditionDepth) throw ConditionTooDeep(path, kMaxConditionDepth);
  switch (json.kind) {
    case Json::Kind::kNull:
      return value->set_null(orm::v1::NULL_VALUE_UNSPECIFIED);
    case Json::Kind::kBool:
      return value->set_bool_(json.boolean);
    case Json::Kind::kNumber:
      return EncodeNumber(json.text, value);
    case Json::Kind::kString:
      return value->set_text(json.text);
    case Json::Kind::kObject:
      return EncodeMap(json, path, depth, value->mutable_map());
    case Json::Kind::kArray:
      value->mutable_list();
      for (const Json& item : json.items) Encode(item, path, depth + 1, value->mutable_list()->add_values());
  }
}

void EncodeMap(const Json& json, const std::string& path, size_t depth, orm::v1::MapValue* map) {
  for (const auto& [name, member] : json.members) {
    orm::v1::Pair* pair = map->add_pairs();
    pair->set_name(name);
    Encode(member, path, depth + 1, pair->mutable_value());
  }
}

// "asc", "DESC nulls first", 1, -1.
void SetDirection(const Json& json, const std::string& path, orm::v1::OrderBy* order) {
  std::string words = json.text;
  std::transform(words.begin(), words.end(), words.begin(), [](unsigned char c) { return std::tolower(c); });
  if (!json.is_string() && !json.is_number()) throw WrongKind(KindName(json.kind), "order", path);
  if (words.ends_with(" nulls first")) order->set_nulls(orm::v1::OrderBy::NULLS_FIRST);
  if (words.ends_with(" nulls last")) order->set_nulls(orm::v1::OrderBy::NULLS_LAST);
  words = words.substr(0, words.find(" nulls "));
  if (words != "asc" && words != "desc" && words != "1" && words != "-1") {
    throw UnknownLabel("asc, desc, asc nulls first, asc nulls last, desc nulls first, desc nulls last", path);
  }
  order->set_descending(words == "desc" || words == "-1");
}

void EncodeOrder(const Json& json, const std::string& property, const std::string& path, size_t depth,
                 google::protobuf::RepeatedPtrField<orm::v1::OrderBy>* orders) {
  if (depth > kMaxConditionDepth) throw TooDeep(path, kMaxConditionDepth);
  if (!json.is_object()) {
    if (property.empty()) throw WrongKind(KindName(json.kind), "order", path);
    orm::v1::OrderBy* order = orders->Add();
    order->set_path(property);
    return SetDirection(json, path, order);
  }
  for (const auto& [name, member] : json.members) {
    EncodeOrder(member, Under(property, name), Under(path, name), depth + 1, orders);
  }
}

void AppendKey(const client::EntityType& type, const Json& json, const std::string& path, orm::v1::Key* key) {
  if (!json.is_object()) {
    if (type.key_width() != 1 || json.is_array() || json.is_null()) throw NotAKey(type, path);
    *key->add_values() = EncodeValue(json, path);
    return;
  }
  if (json.members.size() != type.key().size()) throw NotAKey(type, path);
  for (const client::Property* part : type.key()) {
    const Json* member = json.Find(part->name());
    if (member == nullptr) member = json.Find(part->field->camelcase_name());
    if (member == nullptr) throw NotAKey(type, path);
    if (part->target != nullptr) {
      AppendKey(*part->target, *member, Under(path, part->name()), key);
    } else {
      *key->add_values() = EncodeValue(*member, Under(path, part->name()));
    }
  }
}

}  // namespace

orm::v1::Value EncodeValue(const Json& json, const std::string& path, size_t depth) {
  orm::v1::Value value;
  Encode(json, path, depth, &value);
  return value;
}

google::protobuf::RepeatedPtrField<orm::v1::OrderBy> EncodeOrderBy(const Json& json, const std::string& path) {
  google::protobuf::RepeatedPtrField<orm::v1::OrderBy> orders;
  if (!json.is_array()) {
    EncodeOrder(json, "", path, 0, &orders);
    return orders;
  }
  for (size_t i = 0; i < json.items.size(); ++i) EncodeOrder(json.items[i], "", Indexed(path, i), 0, &orders);
  return orders;
}

orm::v1::Key EncodeKey(const client::EntityType* type, const Json& json, const std::string& path) {
  orm::v1::Key key;
  if (type != nullptr) {
    AppendKey(*type, json, path, &key);
  } else if (!json.is_object() && !json.is_array()) {
    *key.add_values() = EncodeValue(json, path);
  }
  return key;
}

orm::v1::Key EncodeKeyText(const client::EntityType* type, const std::string& text) {
  if (type != nullptr && type->key_width() > 1) {
    const Json json = ParseJson(text, "KEY", "key");
    if (!json.is_object()) throw NotAnObject("KEY of an entity with a composite key");
    return EncodeKey(type, json, "key");
  }
  return EncodeKey(type, Json::String(text), "key");
}

}  // namespace ormd::cli
