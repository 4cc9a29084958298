// The text of a view of somebody else's, made anew over tables whose names have changed.
#pragma once

#include <string>
#include <vector>

#include "orm/schema/database_schema.h"
#include "orm/schema/postgres/table_work.h"

namespace ormd::postgres {

// The definition, as PostgreSQL prints it, with the new names of tables and columns. The view's own columns keep
// theirs.
std::string RenamedDefinition(const View& view, const std::vector<TableWork>& tables);

}  // namespace ormd::postgres
