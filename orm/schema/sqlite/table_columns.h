// The columns of a table or view as the database itself tells them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"

namespace ormd {

struct TableColumns {
  std::vector<std::string> plain;
  std::vector<std::string> generated;

  bool Has(std::string_view column) const;
};

// None where there is no such table. The name in any case.
absl::StatusOr<TableColumns> ReadTableColumns(Connection& connection, const std::string& table, const Context& context);

}  // namespace ormd
