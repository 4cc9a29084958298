// Changes a table that stands.
#pragma once

#include <string>
#include <vector>

#include "orm/schema/operation.h"
#include "orm/schema/sqlite/table_step.h"

namespace ormd {

// `"book"."price"`.
std::string ColumnTitle(const Table& table, const std::string& column);

// Indexes that go; before anything takes their names.
void DropIndexes(const TableStep& step, const TableDifference& difference, std::vector<Operation>& plan);
// Columns, key, checks and foreign keys: by ALTER TABLE where it can do all of it, else by making the table anew.
void AlterTable(const TableStep& step, const TableDifference& difference, std::vector<Operation>& plan);
// Indexes that are new.
void CreateIndexes(const TableStep& step, const TableDifference& difference, std::vector<Operation>& plan);

}  // namespace ormd
