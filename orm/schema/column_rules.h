// What the constraints of a table ask of one of its columns.
#pragma once

#include <set>
#include <string>

#include "orm/schema/database_schema.h"

namespace ormd {

// A text for each: keys, uniques, foreign keys and checks that the column takes part in. The column itself has no name
// in them: columns with the same rules can take each other's values.
std::multiset<std::string> RulesOf(const Table& table, const TableColumn& column);

}  // namespace ormd
