#include "client/cli/seed_file.h"

#include <algorithm>

#include "client/cli/errors.h"

namespace ormd::cli {
namespace {

constexpr std::string_view kType = "$type";
constexpr std::string_view kLocal = "$local";
constexpr std::string_view kBlanks = " \t\r\n";

bool IsBlank(std::string_view text) { return text.find_first_not_of(kBlanks) == std::string_view::npos; }

bool HasOnly(const Json& json, std::initializer_list<std::string_view> names) {
  return std::all_of(json.members.begin(), json.members.end(), [&](const auto& member) {
    return std::find(names.begin(), names.end(), member.first) != names.end();
  });
}

Json CreateOf(Json body) { return Json::Object({{"create", std::move(body)}}); }

class Reader {
 public:
  Reader(const std::string& what, Json* changes) : what_(what), changes_(changes) {}

  void Document(const Json& json) {
    if (json.is_array()) {
      for (const Json& item : json.items) Document(item);
      return;
    }
    if (!json.is_object()) throw UsageError(what_ + ": a row must be an object");
    if (json.Find(kType) != nullptr) return Add(json, TypeOf(json));
    if (IsChange(json)) return changes_->items.push_back(json);
    if (const Json* entity = json.Find("entity"); entity != nullptr && entity->is_string()) {
      return changes_->items.push_back(CreateOf(json));
    }
    for (const auto& [entity, rows] : json.members) Rows(entity, rows);
  }

 private:
  static bool IsChange(const Json& json) {
    return json.members.size() == 1 && HasOnly(json, {"create", "assign", "remove"}) &&
           json.members.front().second.is_object();
  }

  std::string TypeOf(const Json& row) const {
    const Json* type = row.Find(kType);
    if (!type->is_string()) throw UsageError(what_ + ": \"$type\" must be the name of an entity");
    return type->text;
  }

  void Rows(const std::string& entity, const Json& rows) {
    if (!rows.is_array()) throw UsageError(what_ + ": \"" + entity + "\" must be a list of rows");
    for (const Json& row : rows.items) {
      if (!row.is_object()) throw UsageError(what_ + ": a row of \"" + entity + "\" must be an object");
      Add(row, entity);
    }
  }

  void Add(const Json& row, const std::string& entity) {
    Json body = Json::Object({{"entity", Json::String(entity)}});
    Json data = Json::Object();
    for (const auto& [name, value] : row.members) {
      if (name == kLocal) {
        body.Add("local", value);
      } else if (name != kType) {
        data.Add(name, value);
      }
    }
    body.Add("data", std::move(data));
    changes_->items.push_back(CreateOf(std::move(body)));
  }

  const std::string& what_;
  Json* changes_;
};

// Whether the first line is a document of its own and something follows it.
bool HasDocumentLines(std::string_view text) {
  const size_t end = text.find('\n');
  if (end == std::string_view::npos || IsBlank(text.substr(end))) return false;
  try {
    ParseJson(text.substr(0, end), "");
    return true;
  } catch (const UsageError&) {
    return false;
  }
}

}  // namespace

void AppendSeeds(std::string_view text, const std::string& what, Json* changes) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  if (text.empty()) return;
  if (!HasDocumentLines(text)) return Reader(what, changes).Document(ParseJson(text, what));
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string place = what + ", line " + std::to_string(number);
    const std::string_view line = text.substr(0, end);
    if (!IsBlank(line)) Reader(place, changes).Document(ParseJson(line, place));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace ormd::cli
