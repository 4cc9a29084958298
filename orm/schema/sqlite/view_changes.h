// Views that go before tables change, and come after.
#pragma once

#include <list>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/schema/compare.h"
#include "orm/schema/renames.h"

namespace ormd {

struct ViewChanges {
  std::vector<const View*> dropped;
  std::vector<const View*> created;
  std::list<View> renamed;  // those of `created` that are nobody's, with the new names of tables
};

// What the diff asks for; views that name what gets another name and are wanted as they are; and those that look into
// one of all these, or into a table that goes. SQLite brings the names in the others along.
// UNSUPPORTED where one that is nobody's must be made anew, and what it calls by the name of a renamed table or column
// may be something else.
absl::StatusOr<ViewChanges> ViewChangesOf(const SchemaDiff& diff, const Renames& renames);

}  // namespace ormd
