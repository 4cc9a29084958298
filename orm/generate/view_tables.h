// Views as tables, so that they become entities in the same way.
#pragma once

#include <optional>

#include "orm/schema/database_schema.h"

namespace ormd {

// Without untyped columns, with a key that was chosen by name: `id`, else a column that ends in `id`, else the first
// that can be one. nullopt where there is none.
std::optional<Table> TableOfView(const View& view);

}  // namespace ormd
