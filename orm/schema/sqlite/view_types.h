// Types of what views compute.
#pragma once

#include "orm/driver/connection.h"
#include "orm/schema/database_schema.h"

namespace ormd {

// As Dialect::TypeByValues, of one view.
void TypeViewByValues(View& view, Connection& connection, const Context& context);

}  // namespace ormd
