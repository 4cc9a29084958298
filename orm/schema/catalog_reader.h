// The catalogs of the two databases.
#pragma once

#include "orm/schema/catalog.h"

namespace ormd {

absl::StatusOr<Catalog> ReadPostgresCatalog(Connection& connection, const Context& context);
absl::StatusOr<Catalog> ReadSqliteCatalog(Connection& connection, const Context& context);

// A result of text columns only.
class CatalogRows {
 public:
  static absl::StatusOr<CatalogRows> Read(Connection& connection, std::string_view sql, const Context& context);

  size_t size() const { return result_->rows(); }
  // Empty for null; lives as long as this.
  std::string_view Text(size_t row, size_t column) const { return result_->cell(row, column).text; }
  bool Flag(size_t row, size_t column) const { return Text(row, column) == "1"; }
  // Names that are joined by the unit separator (character 31).
  ColumnNames Names(size_t row, size_t column) const;

 private:
  explicit CatalogRows(std::unique_ptr<Result> result) : result_(std::move(result)) {}

  std::unique_ptr<Result> result_;
};

}  // namespace ormd
