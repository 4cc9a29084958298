// What stands in a column that rows had not before.
#pragma once

#include <string>

#include "orm/value/type.h"

namespace ormd::postgres {

// The zero value of the type as an SQL expression: 0, '', false, an empty list or document, the epoch, the first label,
// the nil UUID.
std::string ZeroSql(const Type& type);

}  // namespace ormd::postgres
