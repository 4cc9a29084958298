// Names of constraints and indexes.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd {

// PostgreSQL cuts longer names in silence.
inline constexpr size_t kMaxNameBytes = 63;

// The name itself, or its beginning with a hash of the whole at the end. The same name is always cut alike.
std::string FitName(std::string_view name);
// "<table>_<columns joined by _>_<kind>", fitted.
std::string DefaultName(std::string_view table, const std::vector<std::string>& columns, std::string_view kind);

// The names that are taken in each database schema: tables, keys, uniques and indexes share them.
class TakenNames {
 public:
  void Take(const std::string& schema, std::string_view name);
  // The fitted name, or one with a hash of table and name where that is taken; takes it.
  std::string Claim(const TableName& table, const std::string& name);

 private:
  std::set<std::pair<std::string, std::string>> taken_;  // (schema, name in lower case)
};

}  // namespace ormd
