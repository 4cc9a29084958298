// From JSON to changes: {"create": {...}}, {"assign": {...}}, {"remove": {...}}.
#pragma once

#include <string>
#include <string_view>

#include "client/cli/catalog.h"
#include "client/cli/json.h"
#include "orm/v1/change.pb.h"

namespace ormd::cli {

// The bodies of the three operations. `origin` begins field paths; empty for a change that is a command of its own.
orm::v1::Create EncodeCreate(const Catalog& catalog, const Json& json, const std::string& origin);
orm::v1::Assign EncodeAssign(const Catalog& catalog, const Json& json, const std::string& origin);
orm::v1::Remove EncodeRemove(const Catalog& catalog, const Json& json, const std::string& origin);

// A flush of a list of changes, whose field paths begin with "changes[i]".
orm::v1::Flush EncodeChanges(const Catalog& catalog, const Json& changes);

// The changes in a file: a JSON array, or one object a line. Throws UsageError naming the line.
Json ParseChanges(std::string_view text);

}  // namespace ormd::cli
