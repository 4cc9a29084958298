// Diffs of which only a part is done.
#pragma once

#include "orm/schema/compare.h"

namespace ormd {

// What is new: namespaces, enums, tables, views; and of tables that stand their keys, foreign keys, uniques, indexes
// and checks, but those that need a column which is missing or goes by another name.
SchemaDiff OnlyNew(SchemaDiff diff);

// What is left of `standing` once the tables, views and enums of `gone` are: also without the foreign keys that refer
// to these tables.
DatabaseSchema Without(DatabaseSchema standing, const DatabaseSchema& gone);

}  // namespace ormd
