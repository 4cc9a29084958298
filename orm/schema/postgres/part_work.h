// What becomes of keys, uniques, indexes, checks and foreign keys: what the diff says, and what must go and come again
// because a column that it hangs on does.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "orm/schema/postgres/table_work.h"
#include "orm/schema/renames.h"

namespace ormd::postgres {

bool MentionsAny(std::string_view sql, const std::set<std::string>& names);

// All but foreign keys. The table's columns are known.
void WorkOnParts(const Renames& renames, TableWork& table);
// Everything else of all tables is known.
void WorkOnForeignKeys(const Renames& renames, const std::vector<TableWork>& tables, TableWork& table);

}  // namespace ormd::postgres
