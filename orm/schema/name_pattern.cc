#include "orm/schema/name_pattern.h"

#include <algorithm>

#include "orm/base/strings.h"

namespace ormd {

bool MatchesPattern(std::string_view text, std::string_view pattern) {
  size_t at = 0, next = 0;
  size_t star = std::string_view::npos, from = 0;  // where to go on once more text falls to the last `*`
  while (at < text.size()) {
    if (next < pattern.size() && pattern[next] == '*') {
      star = next++;
      from = at;
    } else if (next < pattern.size() && pattern[next] == text[at]) {
      ++next;
      ++at;
    } else if (star != std::string_view::npos) {
      next = star + 1;
      at = ++from;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', next) == std::string_view::npos;
}

bool MatchesAny(const TableName& name, const std::string& first_schema, const std::vector<std::string>& patterns) {
  const std::string& schema = name.schema.empty() ? first_schema : name.schema;
  const std::string full = StrCat(schema, ".", name.name);
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return MatchesPattern(name.name, pattern) || (!schema.empty() && MatchesPattern(full, pattern));
  });
}

}  // namespace ormd
