// What the declared type of an SQLite column means.
#pragma once

#include <string_view>

#include "orm/value/type.h"

namespace ormd {

// `comment` is what stands behind the type in /* */: there, ormd keeps the type of its own columns. Otherwise the type
// that people mean by the declared name, else the one of its affinity: NVARCHAR(160) is a varchar(160), NUMERIC(10,2) a
// decimal(10,2), DATETIME a timestamp, and INTEGER, which has 64 bits, a bigint.
Type TypeOfDeclaration(std::string_view declared, std::string_view comment);

// "INTEGER", or `TEXT /* decimal(10,2) */` where the storage alone does not tell the type.
std::string DeclarationOf(const Type& type);

}  // namespace ormd
