// Long texts where short ones are wanted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ormd {

// At most `limit` bytes, at least 3: a longer text is cut between two characters of UTF-8 and ends in "...".
std::string Shorten(std::string_view text, size_t limit);

}  // namespace ormd
