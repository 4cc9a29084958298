#include "client/cli/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace ormd::cli {
namespace {

constexpr int64_t kExact = int64_t{1} << 53;

}  // namespace

Json Json::Bool(bool value) {
  Json json;
  json.kind = Kind::kBool;
  json.boolean = value;
  return json;
}

Json Json::Number(std::string literal) {
  Json json;
  json.kind = Kind::kNumber;
  json.text = std::move(literal);
  return json;
}

Json Json::String(std::string content) {
  Json json;
  json.kind = Kind::kString;
  json.text = std::move(content);
  return json;
}

Json Json::Array(std::vector<Json> items) {
  Json json;
  json.kind = Kind::kArray;
  json.items = std::move(items);
  return json;
}

Json Json::Object(Members members) {
  Json json;
  json.kind = Kind::kObject;
  json.members = std::move(members);
  return json;
}

Json Json::Integer(int64_t value) {
  const bool exact = value > -kExact && value < kExact;
  return exact ? Number(std::to_string(value)) : String(std::to_string(value));
}

Json Json::Unsigned(uint64_t value) {
  return value < static_cast<uint64_t>(kExact) ? Number(std::to_string(value)) : String(std::to_string(value));
}

Json Json::Double(double value) {
  if (std::isnan(value)) return String("NaN");
  if (std::isinf(value)) return String(value < 0 ? "-Infinity" : "Infinity");
  std::array<char, 32> buffer;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return Number(std::string(buffer.data(), result.ptr));
}

const Json* Json::Find(std::string_view name) const {
  const auto found =
      std::find_if(members.begin(), members.end(), [name](const auto& member) { return member.first == name; });
  return found == members.end() ? nullptr : &found->second;
}

std::string_view KindName(Json::Kind kind) {
  constexpr std::array<std::string_view, 6> kNames = {"null", "bool", "number", "text", "list", "object"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace ormd::cli
