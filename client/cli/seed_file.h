// Files of rows as changes.
#pragma once

#include <string>
#include <string_view>

#include "client/cli/json.h"

namespace ormd::cli {

// Appends the changes of one file to a list of them. The file is JSON, or one document a line; each is
//   {"User": [{"email": "ann@example.com"}], "Order": [...]}     rows by entity
//   {"$type": "User", "$local": "ann", "email": "..."}           a row; "$local" names it for other rows
//   {"entity": "User", "local": "ann", "data": {...}}            the same, as a change says it
//   {"create": {...}}, {"assign": {...}}, {"remove": {...}}      a change
// or a list of those. Throws UsageError that begins with `what`.
void AppendSeeds(std::string_view text, const std::string& what, Json* changes);

}  // namespace ormd::cli
