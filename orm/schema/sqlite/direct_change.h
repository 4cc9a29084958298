// What ALTER TABLE of SQLite can do.
#pragma once

#include <vector>

#include "orm/schema/sqlite/table_step.h"

namespace ormd {

// New checks and the new foreign key that can be said behind a column that is added. A check goes with the first of the
// new columns that it mentions.
struct AddedParts {
  std::vector<const TableCheck*> checks;
  const ForeignKey* key = nullptr;
};
AddedParts PartsWith(const TableColumn& column, const TableDifference& difference);

// Whether adding and dropping columns (and nothing, where nothing differs but indexes) does all of it.
bool IsDirect(const TableStep& step, const TableDifference& difference);

}  // namespace ormd
