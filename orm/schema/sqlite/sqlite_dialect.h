// SQLite's schema.
#pragma once

#include "orm/schema/dialect.h"

namespace ormd {

// Tables are STRICT, and every column has its ormd type in a comment behind its storage type, where SQLite keeps it
// with the statement. Plans need script_guards(): DROP TABLE must not delete what refers to the rows of a table that is
// made anew.
const Dialect& SqliteDialect();

}  // namespace ormd
