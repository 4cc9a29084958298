// Renames in an order in which no two have the same name at a time.
#pragma once

#include <string>
#include <vector>

#include "orm/schema/sqlite/sql_tokens.h"

namespace ormd {

struct RenameStep {
  std::string from;
  std::string to;
};

// `taken`: all names that stand before the first step, in lower case. Names in a ring, and those that only change their
// case, go by way of one of ormd's own.
std::vector<RenameStep> OrderRenames(std::vector<RenameStep> wanted, NameSet taken);

}  // namespace ormd
