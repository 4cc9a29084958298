#include "tests/conformance/json.h"

namespace ormd::conformance {

orm::v1::MapValue ToMap(const Json& json) {
  orm::v1::MapValue map;
  for (const auto& [name, item] : json.items()) {
    orm::v1::Pair* pair = map.add_pairs();
    pair->set_name(name);
    *pair->mutable_value() = ToValue(item);
  }
  return map;
}

orm::v1::Value ToValue(const Json& json) {
  orm::v1::Value value;
  switch (json.type()) {
    case Json::value_t::boolean:
      value.set_bool_(json.get<bool>());
      break;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      value.set_int64(json.get<int64_t>());
      break;
    case Json::value_t::number_float:
      value.set_double_(json.get<double>());
      break;
    case Json::value_t::string:
      value.set_text(json.get<std::string>());
      break;
    case Json::value_t::array:
      value.mutable_list();
      for (const Json& item : json) *value.mutable_list()->add_values() = ToValue(item);
      break;
    case Json::value_t::object:
      *value.mutable_map() = ToMap(json);
      break;
    default:
      value.set_null(orm::v1::NULL_VALUE_UNSPECIFIED);
  }
  return value;
}

orm::v1::Key ToKey(const Json& json) {
  orm::v1::Key key;
  if (!json.is_array()) {
    *key.add_values() = ToValue(json);
    return key;
  }
  for (const Json& part : json) *key.add_values() = ToValue(part);
  return key;
}

Json FromValue(const orm::v1::Value& value) {
  switch (value.kind_case()) {
    case orm::v1::Value::kBool:
      return value.bool_();
    case orm::v1::Value::kInt64:
      return value.int64();
    case orm::v1::Value::kDouble:
      return value.double_();
    case orm::v1::Value::kText:
      return value.text();
    case orm::v1::Value::kJson:
      return value.json();
    default:
      return nullptr;
  }
}

Json FromKey(const orm::v1::Key& key) {
  if (key.values_size() == 1) return FromValue(key.values(0));
  Json parts = Json::array();
  for (const orm::v1::Value& value : key.values()) parts.push_back(FromValue(value));
  return parts;
}

}  // namespace ormd::conformance
