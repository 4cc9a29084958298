#include "orm/schema/database_schema.h"

#include <algorithm>

namespace ormd {

const TableColumn* Table::FindColumn(std::string_view column) const {
  const auto named = [&](const TableColumn& candidate) { return candidate.name == column; };
  const auto found = std::find_if(columns.begin(), columns.end(), named);
  return found == columns.end() ? nullptr : &*found;
}

const Table* DatabaseSchema::FindTable(const TableName& table) const {
  const auto found =
      std::find_if(tables.begin(), tables.end(), [&](const Table& other) { return other.name == table; });
  return found == tables.end() ? nullptr : &*found;
}

}  // namespace ormd
