// Writes operations as a script that people read and change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/operation.h"
#include "orm/sql/platform.h"

namespace ormd {

// A comment with the summary above the statements of each operation, and what it may do to data or locks.
std::string MigrationText(const Platform& platform, const std::vector<Operation>& operations);

// One statement on as many lines as it reads well on; the columns of CREATE TABLE have a line each.
std::string WrapStatement(const Platform& platform, std::string_view sql);

}  // namespace ormd
