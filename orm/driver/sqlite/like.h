// LIKE as PostgreSQL means it.
#pragma once

#include <string_view>

namespace ormd {

// Whether `text` matches: % stands for any characters, _ for one, a backslash takes the next character as it is. Both
// are UTF-8; a malformed byte counts as a character. Without case, characters are compared in lower case, of any
// script.
bool MatchesLike(std::string_view pattern, std::string_view text, bool case_sensitive);

}  // namespace ormd
