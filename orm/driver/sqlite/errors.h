// What SQLite's errors mean.
#pragma once

#include <sqlite3.h>

#include <string_view>

#include "absl/status/status.h"

namespace ormd {

// The status of a failed call, by its extended result code and, for constraints, by the words of its message. `file` is
// named where the database itself cannot be used.
absl::Status StatusOfSqlite(int code, std::string_view message, std::string_view file);

absl::Status SqliteFileUnusable(std::string_view file, std::string_view why);
absl::Status SeveralStatements();
absl::Status TooManyParameters();

}  // namespace ormd
