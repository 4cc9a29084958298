#include "tests/unit/query/json_value.h"

#include <nlohmann/json.hpp>

namespace ormd {
namespace {

using Json = nlohmann::ordered_json;

Value FromJson(const Json& json) {
  if (json.is_null()) return Value();
  if (json.is_boolean()) return Value(json.get<bool>());
  if (json.is_number_integer()) return Value(json.get<int64_t>());
  if (json.is_number()) return Value(json.get<double>());
  if (json.is_string()) return Value(json.get<std::string>());
  if (json.is_array()) {
    List list;
    for (const Json& item : json) list.push_back(FromJson(item));
    return Value(std::move(list));
  }
  Map map;
  for (const auto& [name, item] : json.items()) map.emplace_back(name, FromJson(item));
  return Value(std::move(map));
}

}  // namespace

Value JsonValue(std::string_view json) { return FromJson(Json::parse(json)); }

}  // namespace ormd
