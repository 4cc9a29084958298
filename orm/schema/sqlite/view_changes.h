// Views that go before tables change, and come after.
#pragma once

#include <vector>

#include "orm/schema/compare.h"
#include "orm/schema/renames.h"

namespace ormd {

struct ViewChanges {
  std::vector<const View*> dropped;
  std::vector<const View*> created;
};

// What the diff asks for; views that name what gets another name and are wanted as they are; and those that look into
// one of all these, or into a table that goes. SQLite brings the names in the others along.
ViewChanges ViewChangesOf(const SchemaDiff& diff, const Renames& renames);

}  // namespace ormd
