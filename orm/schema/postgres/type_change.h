// How the values of a column come from one type to another.
#pragma once

#include <string>

#include "orm/schema/database_schema.h"
#include "orm/schema/operation.h"

namespace ormd::postgres {

// Whether the column must be rewritten or rechecked: its SQL type or its collation is another.
bool IsRetyped(const TableColumn& before, const TableColumn& after);

// ` USING …` for ALTER COLUMN … TYPE, over the column under its new name; empty where PostgreSQL converts by itself. A
// text that is too long for its new type is refused, not cut.
std::string UsingSql(const TableColumn& before, const TableColumn& after);

Safety SafetyOf(const TableColumn& before, const TableColumn& after);

}  // namespace ormd::postgres
