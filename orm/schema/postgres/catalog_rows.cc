#include "orm/schema/postgres/catalog_rows.h"

#include "absl/strings/str_split.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd::postgres {

absl::StatusOr<CatalogRows> CatalogRows::Read(Connection& connection, std::string sql, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(std::unique_ptr<Result> result, connection.Execute({std::move(sql), {}}, context));
  return CatalogRows(std::move(result));
}

std::optional<std::string> CatalogRows::OptionalText(size_t row, size_t column) const {
  if (result_->cell(row, column).is_null()) return std::nullopt;
  return Text(row, column);
}

std::vector<std::string> CatalogRows::Names(size_t row, size_t column) const {
  const Cell cell = result_->cell(row, column);
  if (cell.is_null()) return {};
  return absl::StrSplit(ToAbsl(cell.text), '\x1F');
}

}  // namespace ormd::postgres
