// What a conversion of types may lose.
#pragma once

#include "orm/value/type.h"

namespace ormd {

// Whether every value of `from` is one of `to` after ConvertSqlite, and still says the same. A label that goes counts
// as kept: the check of the enum refuses the rows that have it.
bool KeepsValues(const Type& from, const Type& to);

}  // namespace ormd
