// UTF-8, as databases with that encoding take it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ormd {

// No overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);
// Of valid UTF-8.
size_t CountCodePoints(std::string_view text);
// At most `limit` bytes, at least 3: a longer text is cut between two characters and ends in "...".
std::string Shorten(std::string_view text, size_t limit);

}  // namespace ormd
