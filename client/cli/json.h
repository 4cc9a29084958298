// JSON as text says it: numbers keep their literal, members their order. Nothing is rounded between a file and a
// message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ormd::cli {

// A JSON value. Built by ParseJson or by hand; copied freely.
struct Json {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };
  using Members = std::vector<std::pair<std::string, Json>>;

  Kind kind = Kind::kNull;
  bool boolean = false;
  std::string text;  // kNumber: the literal; kString: the content
  std::vector<Json> items;
  Members members;  // a name stands once

  static Json Bool(bool value);
  static Json Number(std::string literal);
  static Json String(std::string content);
  static Json Array(std::vector<Json> items = {});
  static Json Object(Members members = {});
  // A number where every JSON reader holds it exactly (magnitude below 2^53), else a string.
  static Json Integer(int64_t value);
  static Json Unsigned(uint64_t value);
  // The shortest literal that reads back as the same double; a string where it is not finite.
  static Json Double(double value);

  bool is_null() const { return kind == Kind::kNull; }
  bool is_number() const { return kind == Kind::kNumber; }
  bool is_string() const { return kind == Kind::kString; }
  bool is_array() const { return kind == Kind::kArray; }
  bool is_object() const { return kind == Kind::kObject; }
  // The member of that name; nullptr where there is none.
  const Json* Find(std::string_view name) const;
  void Add(std::string name, Json value) { members.emplace_back(std::move(name), std::move(value)); }

  bool operator==(const Json&) const = default;
};

// "null", "bool", "number", "text", "list" or "object".
std::string_view KindName(Json::Kind kind);

// One JSON document. Throws UsageError where the text is none (`what` names it in the message: "--where", "line 3"),
// and LIMIT_EXCEEDED where it is nested deeper than kMaxJsonDepth; `path` is the field path of that error.
Json ParseJson(std::string_view text, const std::string& what, const std::string& path = "");

constexpr size_t kMaxJsonDepth = 1000;

// On one line.
std::string WriteJson(const Json& json);
// Over several lines, indented by two spaces.
std::string WritePretty(const Json& json);

}  // namespace ormd::cli
