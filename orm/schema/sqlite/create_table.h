// Reads what SQLite keeps of a CREATE TABLE statement.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd {

// The table as the statement says it: names as they are spelled there, unnamed checks named as ormd names them. A
// unique of the statement has no name, which tells it from one that an index makes. A foreign key that leaves the
// target's columns out has none. nullopt where the text is none that SQLite would keep.
std::optional<Table> ParseCreateTable(const std::string& name, std::string_view sql);

}  // namespace ormd
