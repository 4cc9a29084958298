// UTF-8, as databases with that encoding take it.
#pragma once

#include <cstddef>
#include <string_view>

namespace ormd {

// No overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);
// Of valid UTF-8.
size_t CountCodePoints(std::string_view text);

}  // namespace ormd
