// The steps for tables as a whole and for their keys, uniques, indexes, checks and foreign keys.
#pragma once

#include <vector>

#include "orm/schema/operation.h"
#include "orm/schema/postgres/table_work.h"

namespace ormd::postgres {

using Operations = std::vector<Operation>;

void AppendForeignKeyDrops(const TableWork& table, Operations& operations);
// Keys, uniques, indexes and checks, of the table under its old name.
void AppendPartDrops(const TableWork& table, Operations& operations);
void AppendTableRenames(const std::vector<TableWork>& tables, Operations& operations);
// Constraints and indexes that only get another name.
void AppendPartRenames(const std::vector<TableWork>& tables, Operations& operations);
void AppendPartAdditions(const TableWork& table, Operations& operations);
void AppendForeignKeys(const TableWork& table, Operations& operations);
void AppendTableComment(const TableWork& table, Operations& operations);

// Without its foreign keys.
void AppendNewTable(const Table& table, Operations& operations);
void AppendNewForeignKeys(const Table& table, Operations& operations);
void AppendTableDrop(const Table& table, Operations& operations);

}  // namespace ormd::postgres
