// Makes a table anew, with its rows.
#pragma once

#include <string>
#include <vector>

#include "orm/schema/sqlite/table_step.h"

namespace ormd {

// Everything that makes `step.to` of `step.from`: the rows in their new types, the counter of an identity, those
// indexes that stood and stay. New indexes are not made. Triggers are the ScriptRunner's, which refuses where the table
// that it finds has more than `step.from`. References of other tables, and views, keep to the name.
std::vector<std::string> RebuildSqlite(const TableStep& step, const TableDifference& difference);

}  // namespace ormd
