// A sqlite3 connection, opened the way ormd wants it.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "orm/driver/driver.h"

namespace ormd {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

// Creates the file if it is missing. DATABASE_UNAVAILABLE, with the file's name, where it cannot be used. The journal's
// mode is not set here: that may have to wait for a lock, so the limits come first.
absl::StatusOr<Database> OpenDatabase(const std::string& file);

// WAL, durable commits, foreign keys; a reader may not write.
std::string SetupScript(Access access);

}  // namespace ormd
