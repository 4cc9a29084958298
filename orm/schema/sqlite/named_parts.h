// Finds parts of a schema by name, whatever its case.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/database_schema.h"
#include "orm/schema/sqlite/sql_tokens.h"

namespace ormd {

inline std::string_view PlainName(std::string_view name) { return name; }
inline std::string_view PlainName(const TableName& name) { return name.name; }

// Tables, views, columns, checks, uniques, indexes; nullptr where there is none.
template <typename Parts>
auto FindNamed(Parts& parts, std::string_view name) -> decltype(&*parts.begin()) {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return SameName(PlainName(part.name), name); });
  return found == parts.end() ? nullptr : &*found;
}

// Names of columns as the columns spell them.
void Respell(const std::vector<TableColumn>& columns, std::vector<std::string>& names);

}  // namespace ormd
