// How PostgreSQL names types in statements.
#pragma once

#include <string>

#include "orm/value/type.h"

namespace ormd {

// The type as casts name it, without length and precision: "numeric", "bigint[]", "\"shop\".\"status\"".
std::string PostgresCastType(const Type& type);

// The type to which a column is cast where it is read, since its database type has another text form than DecodeCell
// reads: "timestamptz" for a `timestamp`, "numeric" for `money`. Empty where it is read as it is.
std::string PostgresReadType(const Type& type);

}  // namespace ormd
