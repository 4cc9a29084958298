// The steps for columns of a table that stands.
#pragma once

#include <vector>

#include "orm/schema/operation.h"
#include "orm/schema/postgres/table_work.h"

namespace ormd::postgres {

// Columns that go, those that come again too; the table has its name after.
void AppendColumnDrops(const TableWork& table, std::vector<Operation>& operations);
void AppendColumnRenames(const TableWork& table, std::vector<Operation>& operations);
// Columns that change, then those that are new. `deferred`: constraints may be waiting for the commit, and must not
// when the table is altered again.
void AppendColumnChanges(const TableWork& table, bool deferred, std::vector<Operation>& operations);

}  // namespace ormd::postgres
