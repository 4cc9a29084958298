// Strings in JSON.
#pragma once

#include <string>
#include <string_view>

namespace ormd {

// Appends `text` with quotes; escapes no more than JSON asks for.
void AppendJsonString(std::string_view text, std::string& out);

}  // namespace ormd
