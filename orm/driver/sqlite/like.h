// LIKE as PostgreSQL means it.
#pragma once

#include <optional>
#include <string_view>

#include "absl/functional/function_ref.h"

namespace ormd {

// Whether `text` matches: % stands for any characters, _ for one, a backslash takes the next character as it is. Both
// are UTF-8; a malformed byte counts as a character. Without case, characters are compared in lower case, of any
// script.
//
// May take as many steps as the lengths of both give multiplied: `over` is asked every now and then. Nullopt once that
// says so.
std::optional<bool> MatchesLike(std::string_view pattern, std::string_view text, bool case_sensitive,
                                absl::FunctionRef<bool()> over);

}  // namespace ormd
