// Triggers and views that look at a table, and must not be left broken when it changes.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/schema/sqlite/sql_tokens.h"

namespace ormd {

struct Dependent {
  std::string type;  // "trigger", "view"
  std::string name;
  std::string table;  // what the trigger is on
  std::string sql;
};

// Those that can be run as they are: one may look at a table through another.
absl::StatusOr<std::vector<Dependent>> WorkingDependents(Connection& connection, const Context& context);

// MIGRATION_FAILED, naming one of them, where it stands and can be run no more. `gone` are columns that their table has
// lost, by which it is found among those that fail together.
absl::Status CheckDependents(Connection& connection, const std::vector<Dependent>& dependents, const NameSet& gone,
                             const Context& context);

}  // namespace ormd
