// Opens connections to one database.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"

namespace ormd {

// What a connection is wanted for. A driver with one writer (SQLite) keeps them apart, others do not care.
enum class Access { kRead, kWrite };

// Thread safe.
class Driver {
 public:
  virtual ~Driver() = default;

  // "postgresql" or "sqlite": the name of the Platform that writes SQL for it.
  virtual std::string_view platform() const = 0;
  // DATABASE_UNAVAILABLE where the database cannot be reached.
  virtual absl::StatusOr<std::unique_ptr<Connection>> Connect(Access access, const Context& context) = 0;
  // Only one connection may write at a time.
  virtual bool single_writer() const = 0;
  // Statements are run by the thread that asks, without a server to wait for.
  virtual bool in_process() const = 0;
  // Where the database is, without credentials.
  virtual std::string location() const = 0;
};

// "postgresql://…", "postgres://…" (libpq's own URLs), or "sqlite:FILE" ("sqlite::memory:" is refused: connections
// would not share it). INVALID_ARGUMENT / BAD_VALUE for anything else. Opens no connection.
absl::StatusOr<std::unique_ptr<Driver>> MakeDriver(const std::string& url);

}  // namespace ormd
