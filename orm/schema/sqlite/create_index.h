// Reads what SQLite keeps of CREATE INDEX and CREATE VIEW statements.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "orm/schema/database_schema.h"

namespace ormd {

// The index as the statement says it. nullopt where the text is none.
std::optional<TableIndex> ParseCreateIndex(const std::string& name, std::string_view sql);

// Brings the keys of an index into the one form that this database has for them: columns where every key is a plain
// column of `table`, ordered as the column is (or, a decimal, by its number); else the expression.
void TidyKeys(const Table& table, TableIndex& index);

// The index as a unique constraint, where it is nothing else: unique, over whole columns and all rows.
std::optional<UniqueConstraint> AsUnique(const TableIndex& index);

// The SELECT of a view; with names of its own for the columns, as a WITH that gives them. nullopt where the text makes
// no view.
std::optional<std::string> ParseCreateView(const std::string& name, std::string_view sql);

}  // namespace ormd
