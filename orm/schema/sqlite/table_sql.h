// The statements that make tables, indexes and views of SQLite, each on one line.
#pragma once

#include <string>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd {

std::string QuoteSqlite(std::string_view name);
// `("a", "b")`.
std::string ColumnListSqlite(const std::vector<std::string>& columns);

// `"price" TEXT /* decimal(10,2) */ NOT NULL DEFAULT ('0.00')`. `table` says whether it is the whole key.
std::string ColumnSqlite(const Table& table, const TableColumn& column);
// ` CONSTRAINT "name" CHECK (…)`, and the same of a foreign key over one column, behind a column.
std::string ColumnCheckSqlite(const TableCheck& check);
std::string ColumnReferenceSqlite(const ForeignKey& key);

// STRICT, WITHOUT ROWID where the table stands so and SQLite need not count, under another name than its own where
// `name` is not empty. Uniques that have a name are indexes (CreateIndexesSqlite), the others stand here.
std::string CreateTableSqlite(const Table& table, const std::string& name = "");
std::string CreateUniqueSqlite(const Table& table, const UniqueConstraint& unique);
std::string CreateIndexSqlite(const Table& table, const TableIndex& index);
// All of the table.
std::vector<std::string> CreateIndexesSqlite(const Table& table);
std::string CreateViewSqlite(const View& view);

}  // namespace ormd
