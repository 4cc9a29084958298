#include "orm/metadata/naming.h"

#include "absl/strings/ascii.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

// A word begins at a capital that follows a small letter or a digit, or that a small letter follows.
bool BeginsWord(std::string_view name, size_t at) {
  if (at == 0 || !absl::ascii_isupper(name[at]) || name[at - 1] == '_') return false;
  return !absl::ascii_isupper(name[at - 1]) || (at + 1 < name.size() && absl::ascii_islower(name[at + 1]));
}

}  // namespace

std::string Underscore(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    if (BeginsWord(name, i)) out += '_';
    out += absl::ascii_tolower(name[i]);
  }
  return out;
}

std::string ConstraintName(std::string_view table, const std::vector<std::string>& columns, std::string_view kind) {
  return StrCat(table, "_", StrJoin(columns, "_"), "_", kind);
}

}  // namespace ormd
