#include "orm/metadata/identifier.h"

#include "absl/strings/ascii.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

// PostgreSQL cuts longer names in silence.
constexpr size_t kLongestName = 63;

}  // namespace

std::string FoldedName(std::string_view name) { return absl::AsciiStrToLower(ToAbsl(name)); }

std::string IdentifierFault(std::string_view what, std::string_view name) {
  if (name.empty()) return StrCat("the ", what, " name is empty");
  if (name.find('\0') != std::string_view::npos) return StrCat("the ", what, " name holds a NUL");
  if (name.size() > kLongestName) {
    return StrCat("the ", what, " name '", name, "' is longer than ", kLongestName, " bytes");
  }
  return "";
}

std::string OwnedNames::OwnerOf(std::string_view scope, std::string_view name) const {
  const auto found = owners_.find(StrCat(scope, "\n", FoldedName(name)));
  return found == owners_.end() ? "" : found->second;
}

std::string OwnedNames::Take(std::string_view scope, std::string_view name, std::string owner) {
  const auto [entry, taken] = owners_.emplace(StrCat(scope, "\n", FoldedName(name)), std::move(owner));
  return taken ? "" : entry->second;
}

}  // namespace ormd
