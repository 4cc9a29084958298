// Which texts of a schema say the same as those that stand.
#pragma once

#include "orm/schema/database_schema.h"

namespace ormd::postgres {

// Whether an expression or view of `normal`, whose table or view stands, is none of those that stand there.
bool HasOtherTexts(const DatabaseSchema& standing, const DatabaseSchema& normal);

// PostgreSQL may print what it printed itself in other words once it has read it again: a dump that was restored has
// those. `again` is what it makes of `normal`. A text of `normal` whose other words, or whose own words (OwnText),
// stand at the same place gets the standing text.
void TakeStandingTexts(const DatabaseSchema& standing, DatabaseSchema& again, DatabaseSchema& normal);

// Where the database cannot be asked for its words: what has the same name is taken to say the same. Names of `adapted`
// are aligned with those that stand.
void AssumeStandingTexts(const DatabaseSchema& standing, DatabaseSchema& adapted);

}  // namespace ormd::postgres
