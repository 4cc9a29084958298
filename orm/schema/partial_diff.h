// Diffs of which only a part is done.
#pragma once

#include "absl/status/statusor.h"
#include "orm/schema/compare.h"
#include "orm/schema/dialect.h"

namespace ormd {

// What is new: namespaces, enums, tables, views; and of tables that stand their keys, foreign keys, uniques, indexes
// and checks, but those that need a column which is missing or goes by another name. Constraints and indexes that stand
// make room for them where they have their names.
SchemaDiff OnlyNew(SchemaDiff diff);

// Without the changes of columns whose values may be lost: on their way to another type, or because they are computed
// from now on. The rest changes no value and fills no null.
SchemaDiff WithoutLosses(SchemaDiff diff, const Dialect& dialect);

// What is left of `standing` once the tables, views and enums of `gone` are: also without the foreign keys that refer
// to these tables. Names are aligned (Dialect::AlignNames). UNSUPPORTED, naming it, where something of `gone` stands
// and cannot be read: it would stay.
absl::StatusOr<DatabaseSchema> Without(DatabaseSchema standing, const DatabaseSchema& gone);

}  // namespace ormd
