// What tables of SQLite have that a schema does not say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ormd {

// Table::remarks of a CREATE TABLE: WITHOUT ROWID, ON CONFLICT, COLLATE within a unique or a key. Each stands once.
std::vector<std::string> TableRemarks(std::string_view sql);

}  // namespace ormd
