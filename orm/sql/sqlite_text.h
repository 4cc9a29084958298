// Values in the forms that SQLite keeps.
#pragma once

#include <string>
#include <vector>

#include "orm/sql/statement.h"
#include "orm/value/type.h"

namespace ormd {

// A list of canonical elements as JSON: bytes in hexadecimal, documents as they are, what JSON has no number for as
// text.
std::string SqliteArrayText(const Type& element, const List& list);

// Whether bound values of the type survive a way through JSON: not blobs (none in JSON) nor doubles (SQLite's JSON
// reader may be off by a bit).
bool FitsJson(const Type& type);

// Appends bound parameters to JSON; `param` holds an integer, a text or nothing.
void AppendJsonParam(const Param& param, std::string& out);

}  // namespace ormd
