// The check that keeps a column to the labels of its enum, where the database has no type for it.
#pragma once

#include "orm/schema/database_schema.h"

namespace ormd {

// `"state" IN ('OPEN', 'PAID')`, named <table>_<column>_check, or <table>_<column>_enum_check where that is taken.
// Precondition: the column's type is an enum.
TableCheck EnumCheck(const Table& table, const TableColumn& column);

}  // namespace ormd
