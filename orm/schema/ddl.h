// Writes the statements that make and drop tables. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/schema/schema_plan.h"
#include "orm/sql/platform.h"

namespace ormd {

// Statements in the order in which they run, each on one line and without a semicolon. UNSUPPORTED where the database
// cannot hold a table.
absl::StatusOr<std::vector<std::string>> CreateSql(const Platform& platform, const CreatePlan& plan);

// To be run in one transaction.
std::vector<std::string> DropSql(const Platform& platform, const std::vector<const Table*>& tables);

}  // namespace ormd
