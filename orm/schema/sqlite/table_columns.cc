#include "orm/schema/sqlite/table_columns.h"

#include <algorithm>

#include "orm/base/error.h"
#include "orm/schema/sqlite/sql_tokens.h"

namespace ormd {
namespace {

constexpr std::string_view kColumnsSql = "SELECT name, hidden IN (2, 3) FROM pragma_table_xinfo(?1)";

}  // namespace

bool TableColumns::Has(std::string_view column) const {
  const auto is_it = [&](const std::string& name) { return SameName(name, column); };
  return std::any_of(plain.begin(), plain.end(), is_it) || std::any_of(generated.begin(), generated.end(), is_it);
}

absl::StatusOr<TableColumns> ReadTableColumns(Connection& connection, const std::string& table,
                                              const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const auto rows, connection.Execute({std::string(kColumnsSql), {table}}, context));
  TableColumns columns;
  for (size_t row = 0; row < rows->rows(); ++row) {
    auto& kind = rows->cell(row, 1).int64 != 0 ? columns.generated : columns.plain;
    kind.emplace_back(rows->cell(row, 0).text);
  }
  return columns;
}

}  // namespace ormd
