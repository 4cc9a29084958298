// SQLite, through sqlite3.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "orm/driver/driver.h"

namespace ormd {

struct SqliteOptions {
  // Longest wait for a lock that another process holds; the context's deadline apart.
  absl::Duration busy_timeout = absl::Seconds(5);
};

// `file` is created on the first connection if it is missing; its directory must exist. BAD_VALUE for no file, or one
// in memory.
absl::StatusOr<std::unique_ptr<Driver>> MakeSqliteDriver(std::string file, SqliteOptions options = {});

}  // namespace ormd
