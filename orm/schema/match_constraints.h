// Finds what differs between the keys, uniques, indexes, checks and foreign keys of a table before and after.
#pragma once

#include "orm/schema/compare.h"
#include "orm/schema/renames.h"

namespace ormd {

// Fills all of `change` but its columns; `change.table` and these are set. Where `keep`, what nothing replaces does not
// go.
void CompareConstraints(const Renames& renames, bool keep, TableChange& change);

// Fills `change`, of a table in which nothing else changes, with the parts that say the same under another name.
void RenameConstraints(const Renames& renames, bool keep, TableChange& change);

// Whether `after` asks nothing of its rows that `before` does not.
bool AsksNoMore(const Table& before, const Table& after);

}  // namespace ormd
