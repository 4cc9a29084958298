#include "orm/value/value.h"

#include <array>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include "orm/base/strings.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

std::string ItemsText(std::span<const Value> items) {
  std::string out;
  const char* separator = "";
  for (const Value& item : items) StrAppend(&out, std::exchange(separator, ", "), ValueText(item));
  return out;
}

struct TextOf {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(int64_t value) const { return StrCat(value); }
  std::string operator()(double value) const { return DoubleText(value); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const Bytes& value) const { return HexText(value.data); }
  std::string operator()(Timestamp value) const { return TimestampRfc3339(value); }
  std::string operator()(const List& list) const { return "[" + ItemsText(list) + "]"; }
  std::string operator()(const Map& map) const {
    std::string out = "{";
    for (const auto& [name, item] : map) StrAppend(&out, out.size() > 1 ? ", " : "", name, ": ", ValueText(item));
    return out + "}";
  }
};

}  // namespace

std::string_view Value::kind_name() const {
  static constexpr std::array<std::string_view, 9> kNames = {"null", "bool",  "int64", "double", "timestamp",
                                                             "text", "bytes", "list",  "map"};
  return kNames[static_cast<size_t>(kind_)];
}

bool Value::operator==(const Value& other) const {
  if (kind_ != other.kind_) return false;
  return Visit([&other]<typename T>(const T& content) {
    if constexpr (std::is_same_v<T, std::monostate>) {
      return true;
    } else {
      return content == other.as<T>();
    }
  });
}

void Value::CopyFrom(const Value& other) {
  if (other.is_plain()) {
    content_.number = other.content_.number;
  } else {
    other.Visit([this]<typename T>(const T& content) {
      if constexpr (!std::is_same_v<T, std::monostate>) std::construct_at(&Get<T>(content_), content);
    });
  }
  kind_ = other.kind_;
}

void Value::DestroyContent() {
  Visit([this]<typename T>(const T&) {
    if constexpr (!std::is_same_v<T, std::monostate>) std::destroy_at(&Get<T>(content_));
  });
  kind_ = Kind::kNull;
}

std::string ValueText(const Value& value) { return value.Visit(TextOf{}); }

std::string KeyText(const Key& key) { return key.size() == 1 ? ValueText(key.front()) : "(" + ItemsText(key) + ")"; }

}  // namespace ormd
