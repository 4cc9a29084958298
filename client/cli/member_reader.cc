#include "client/cli/member_reader.h"

#include <algorithm>
#include <limits>

#include "client/cli/errors.h"
#include "client/cli/number.h"

namespace ormd::cli {

void SplitNames(std::string_view text, google::protobuf::RepeatedPtrField<std::string>* names) {
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    std::string_view name = text.substr(0, comma);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (!name.empty()) names->Add(std::string(name));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
}

MemberReader::MemberReader(const Json& json, std::string what, std::initializer_list<std::string_view> allowed)
    : json_(json), what_(std::move(what)) {
  if (!json.is_object() && !json.is_null()) throw NotAnObject(what_);
  for (const auto& [name, value] : json.members) {
    if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) continue;
    std::string known;
    for (const std::string_view candidate : allowed) known += (known.empty() ? "" : ", ") + std::string(candidate);
    throw UsageError(what_ + " has no \"" + name + "\"" + (known.empty() ? "" : "; it takes " + known));
  }
}

const Json* MemberReader::Get(std::string_view name) const {
  const Json* member = json_.Find(name);
  return member == nullptr || member->is_null() ? nullptr : member;
}

const Json& MemberReader::Need(std::string_view name) const {
  const Json* member = Get(name);
  if (member == nullptr) throw UsageError(what_ + " needs \"" + std::string(name) + "\"");
  return *member;
}

std::string MemberReader::NeedText(std::string_view name) const {
  Need(name);
  return *Text(name);
}

std::optional<std::string> MemberReader::Text(std::string_view name) const {
  const Json* member = Get(name);
  if (member == nullptr) return std::nullopt;
  if (!member->is_string()) Fail(name, "text");
  return member->text;
}

std::optional<uint32_t> MemberReader::Count(std::string_view name) const {
  const Json* member = Get(name);
  if (member == nullptr) return std::nullopt;
  bool overflow = false;
  const auto count = member->is_number() ? ExactInt64(member->text, &overflow) : std::nullopt;
  if (!count.has_value() || *count < 0 || *count > std::numeric_limits<uint32_t>::max()) {
    Fail(name, "a whole number from 0 to 4294967295");
  }
  return static_cast<uint32_t>(*count);
}

bool MemberReader::Flag(std::string_view name) const {
  const Json* member = Get(name);
  if (member == nullptr) return false;
  if (member->kind != Json::Kind::kBool) Fail(name, "true or false");
  return member->boolean;
}

google::protobuf::RepeatedPtrField<std::string> MemberReader::Names(std::string_view name) const {
  google::protobuf::RepeatedPtrField<std::string> names;
  const Json* member = Get(name);
  if (member == nullptr) return names;
  if (member->is_string()) {
    SplitNames(member->text, &names);
    return names;
  }
  if (!member->is_array()) Fail(name, "a list of names");
  for (const Json& item : member->items) {
    if (!item.is_string()) Fail(name, "a list of names");
    SplitNames(item.text, &names);
  }
  return names;
}

void MemberReader::Fail(std::string_view name, std::string_view expected) const {
  throw UsageError(what_ + ": \"" + std::string(name) + "\" must be " + std::string(expected));
}

}  // namespace ormd::cli
