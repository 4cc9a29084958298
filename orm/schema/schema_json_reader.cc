#include "orm/schema/schema_json_reader.h"

#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {

std::string JsonPlace::PathOf(std::string_view member) const { return JoinField(path_, member); }

void JsonPlace::Fault(std::string_view what) const {
  if (!first_fault_.ok()) return;
  first_fault_ = MakeFieldError(Reason::kBadValue, path_, StrCat(path_.empty() ? "the document" : path_, " ", what));
}

void JsonPlace::Fault(std::string_view member, std::string_view what) const {
  JsonPlace(value_, PathOf(member), first_fault_).Fault(what);
}

const nlohmann::json* JsonPlace::Find(std::string_view member) const {
  if (!value_.is_object()) {
    Fault("must be an object");
    return nullptr;
  }
  const auto found = value_.find(std::string(member));
  return found == value_.end() ? nullptr : &*found;
}

bool JsonPlace::Has(std::string_view member) const { return Find(member) != nullptr; }

std::string JsonPlace::Text(std::string_view member) const {
  const nlohmann::json* found = Find(member);
  if (found == nullptr) return "";
  if (!found->is_string()) {
    Fault(member, "must be a text");
    return "";
  }
  return found->get<std::string>();
}

bool JsonPlace::Flag(std::string_view member, bool otherwise) const {
  const nlohmann::json* found = Find(member);
  if (found == nullptr) return otherwise;
  if (!found->is_boolean()) {
    Fault(member, "must be true or false");
    return otherwise;
  }
  return found->get<bool>();
}

JsonPlace JsonPlace::Member(std::string_view member) const {
  static const nlohmann::json kNothing;
  const nlohmann::json* found = Find(member);
  if (found == nullptr) Fault(member, "is missing");
  return JsonPlace(found == nullptr ? kNothing : *found, PathOf(member), first_fault_);
}

std::vector<JsonPlace> JsonPlace::Items(std::string_view member) const {
  std::vector<JsonPlace> items;
  const nlohmann::json* found = Find(member);
  if (found == nullptr) return items;
  if (!found->is_array()) {
    Fault(member, "must be a list");
    return items;
  }
  for (size_t i = 0; i < found->size(); ++i) {
    items.emplace_back((*found)[i], StrCat(PathOf(member), "[", i, "]"), first_fault_);
  }
  return items;
}

std::vector<std::string> JsonPlace::Texts(std::string_view member) const {
  std::vector<std::string> texts;
  for (const JsonPlace& item : Items(member)) {
    if (!item.value().is_string()) {
      item.Fault("must be a text");
      continue;
    }
    texts.push_back(item.value().get<std::string>());
  }
  return texts;
}

void JsonPlace::Expect(const std::vector<std::string_view>& members) const {
  if (!value_.is_object()) return Fault("must be an object");
  for (const auto& [name, value] : value_.items()) {
    if (std::find(members.begin(), members.end(), name) == members.end()) Fault(name, "is unknown");
  }
}

}  // namespace ormd
