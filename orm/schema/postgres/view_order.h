// Views that select from views.
#pragma once

#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd::postgres {

// Whether the view names the other where it says from what it selects.
bool SelectsFrom(const View& view, const View& other);

// Each behind those that it selects from.
std::vector<const View*> InOrder(const std::vector<const View*>& views);

}  // namespace ormd::postgres
