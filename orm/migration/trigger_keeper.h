// Keeps the triggers of SQLite's tables that a migration makes anew: they go with the old table, and a migration that
// was made from a snapshot does not know them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "orm/driver/connection.h"
#include "orm/migration/migration_step.h"
#include "orm/sql/platform.h"

namespace ormd {

// For one script; inside its transaction. Does nothing on PostgreSQL.
class TriggerKeeper {
 public:
  // Both must outlive it.
  TriggerKeeper(const Platform& platform, Connection& connection) : platform_(platform), connection_(connection) {}

  absl::Status Remember(const Context& context);
  // Makes those again that are gone though their table stands, where the step has renamed another table to it.
  absl::Status Restore(const MigrationStep& step, const Context& context);

 private:
  struct Trigger {
    std::string name;
    std::string table;
    std::string sql;
  };

  absl::StatusOr<std::vector<Trigger>> Read(const Context& context) const;

  const Platform& platform_;
  Connection& connection_;
  std::vector<Trigger> triggers_;
};

}  // namespace ormd
