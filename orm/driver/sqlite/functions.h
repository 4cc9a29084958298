// What ormd's SQL needs beyond SQLite's own functions.
#pragma once

#include <sqlite3.h>

#include "orm/driver/sqlite/limits.h"

namespace ormd {

// Adds to the connection: gen_random_uuid(), now() (the text form of timestamps), ormd_like(pattern, text),
// ormd_ilike(pattern, text), ormd_decimal(number [, scale]) (RoundDecimal), ormd_timestamp(text) (the text form of
// what ParseTimestamp reads), ormd_json(text) (ComparableJson) and the collation ormd_decimal (texts by their numbers).
// All may stand in defaults, checks and indexes where SQLite allows it. A function that takes long asks the
// connection's limits, which outlive it, whether to go on. SQLITE_OK, or what sqlite3 said.
int RegisterFunctions(sqlite3* database, Limits& limits);

}  // namespace ormd
