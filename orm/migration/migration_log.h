// The table of the migrations that a database has run: ormd_migrations (name, checksum, executed_at, duration_ms).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "orm/driver/connection.h"
#include "orm/sql/platform.h"

namespace ormd {

struct ExecutedMigration {
  std::string name;
  std::string checksum;
  absl::Time executed_at;
  absl::Duration duration;
};

// One use of the log, on one connection. On PostgreSQL it stands in the first schema of the search path, as tables do
// that have none; MIGRATION_CONFLICT where a schema that was made since has taken that place. Prepare finds the table,
// and settles where it is whatever a migration does to the search path later on; Add and Remove need it, Read looks by
// itself where it was not called.
class MigrationLog {
 public:
  explicit MigrationLog(const Platform& platform) : platform_(platform) {}

  // Makes the table where it is missing.
  absl::Status Prepare(Connection& connection, const Context& context);
  // By name; none where the table is missing.
  absl::StatusOr<std::vector<ExecutedMigration>> Read(Connection& connection, const Context& context) const;
  absl::Status Add(Connection& connection, const ExecutedMigration& migration, const Context& context) const;
  absl::Status Remove(Connection& connection, std::string_view name, const Context& context) const;

 private:
  // The quoted name with its schema; empty where there is none.
  absl::StatusOr<std::string> Find(Connection& connection, const Context& context) const;

  const Platform& platform_;
  std::string table_;
};

}  // namespace ormd
