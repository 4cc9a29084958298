// Which tables and columns of one database schema go by another name in the next.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd {

using ColumnRenames = std::map<std::string, std::string, std::less<>>;  // before -> after

struct Renames {
  std::map<TableName, TableName> tables;       // before -> after; only those of another name
  std::map<TableName, ColumnRenames> columns;  // by the table's name before

  const TableName& After(const TableName& table) const;
  // nullptr where no column of the table is renamed.
  const ColumnRenames* Of(const TableName& table) const;
  // Columns of the table that has this name before.
  std::vector<std::string> After(const TableName& table, std::vector<std::string> columns) const;
};

// The expression in a form in which names, quoted or not, are alike, and have their new names.
std::string RenamedSql(std::string_view sql, const ColumnRenames& renames);

// Whether an SQL expression says the same as another once its columns have their new names. Expressions are as one
// database prints them. `renames` may be nullptr.
bool SameSql(std::string_view before, std::string_view after, const ColumnRenames* renames);

}  // namespace ormd
