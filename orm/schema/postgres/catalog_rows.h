// A result whose columns are all texts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"

namespace ormd::postgres {

class CatalogRows {
 public:
  static absl::StatusOr<CatalogRows> Read(Connection& connection, std::string sql, const Context& context);

  size_t size() const { return result_->rows(); }
  // Empty for null.
  std::string Text(size_t row, size_t column) const { return std::string(result_->cell(row, column).text); }
  std::optional<std::string> OptionalText(size_t row, size_t column) const;
  bool Flag(size_t row, size_t column) const { return result_->cell(row, column).text == "1"; }
  // Joined by character 31; none for null.
  std::vector<std::string> Names(size_t row, size_t column) const;

 private:
  explicit CatalogRows(std::unique_ptr<Result> result) : result_(std::move(result)) {}

  std::unique_ptr<Result> result_;
};

}  // namespace ormd::postgres
