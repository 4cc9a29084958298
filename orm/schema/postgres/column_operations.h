// The steps for columns of a table that stands.
#pragma once

#include <vector>

#include "orm/schema/operation.h"
#include "orm/schema/postgres/table_work.h"

namespace ormd::postgres {

// Columns that go, those that come again too; the table has its name after.
void AppendColumnDrops(const TableWork& table, std::vector<Operation>& operations);
void AppendColumnRenames(const TableWork& table, std::vector<Operation>& operations);
// Columns that change, then those that are new.
void AppendColumnChanges(const TableWork& table, std::vector<Operation>& operations);

}  // namespace ormd::postgres
