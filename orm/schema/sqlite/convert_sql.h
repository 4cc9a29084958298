// How values come from a column of one type to a column of another, in SQL.
#pragma once

#include <string>

#include "orm/value/type.h"

namespace ormd {

// The zero value of a type as a literal: 0, '', '0.00', the epoch, the first label, an empty list.
std::string ZeroSqlite(const Type& type);

// A value of `from` as one of `to`: `value` is SQL, and null stays null. Never fails: what the new type has no value
// for becomes its zero value. But what is no label of an enum is left for the enum's check to refuse, and bytes that
// are no text for the column of a STRICT table, as is what says nothing in the other type (a number as a timestamp).
std::string ConvertSqlite(const Type& from, const Type& to, const std::string& value);
// A value of a column of this type in a table that is not STRICT, as ormd stores the type. What is none of its values
// stays as it is.
std::string TidySqlite(const Type& type, const std::string& value);

}  // namespace ormd
