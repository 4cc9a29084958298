// Patterns that name tables and views: "name" or "schema.name", `*` stands for any characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd {

bool MatchesPattern(std::string_view text, std::string_view pattern);

// A pattern without a schema meets the name in every schema. A name without one stands in `first_schema`.
bool MatchesAny(const TableName& name, const std::string& first_schema, const std::vector<std::string>& patterns);

}  // namespace ormd
