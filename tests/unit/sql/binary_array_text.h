// PostgreSQL's binary arrays, for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ormd {

// `bigint[7, null]`, `text["a"]`; elements of other types in hexadecimal: `numeric[x'0001…']`. nullopt for bytes that
// are no array.
std::optional<std::string> BinaryArrayText(std::string_view bytes);

}  // namespace ormd
