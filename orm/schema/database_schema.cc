#include "orm/schema/database_schema.h"

#include <algorithm>

namespace ormd {

const TableColumn* Table::FindColumn(std::string_view column) const {
  const auto named = [&](const TableColumn& candidate) { return candidate.name == column; };
  const auto found = std::find_if(columns.begin(), columns.end(), named);
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace ormd
