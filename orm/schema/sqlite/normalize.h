// Texts and names of a wanted schema as a standing one has them, where SQLite takes both for the same.
#pragma once

#include "orm/schema/database_schema.h"

namespace ormd {

// Names that differ from standing ones in case only are spelled as those. Expressions that read alike (SqlKey), and
// defaults that are the same value of the column's type, have the standing text; so has a check under another name.
DatabaseSchema AlignWithStanding(DatabaseSchema wanted, const DatabaseSchema& standing);

}  // namespace ormd
