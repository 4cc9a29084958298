// What scripts of migrations need, and what they must not leave behind on the connection.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "orm/driver/connection.h"
#include "orm/migration/errors.h"
#include "orm/schema/dialect.h"
#include "orm/schema/reference_check.h"

namespace ormd {

// Holds the dialect's guards, undoes what a script sets for the session, and remembers PostgreSQL's search path, by
// which names without a schema are found, those of the log and of the entities. When it goes, the connection is as it
// was.
class ScriptGuard {
 public:
  // Both must outlive it.
  ScriptGuard(const Dialect& dialect, Connection& connection);
  ~ScriptGuard();
  ScriptGuard(const ScriptGuard&) = delete;
  ScriptGuard& operator=(const ScriptGuard&) = delete;

  // Before each script, outside a transaction.
  absl::Status Enter(const Context& context);
  // After each script, before its transaction is committed: puts the settings back, and runs the checks.
  // The names are those of what has run (ScriptRunner).
  // MIGRATION_FAILED where names without a schema mean another one now, and, with the tables, where more of their rows
  // refer to nothing.
  absl::Status Leave(const StatementPlace& place, const FormerNames& former_names, const Context& context);

 private:
  absl::Status RestoreSettings(const Context& context);
  absl::Status CheckFirstSchema(const StatementPlace& place, const Context& context);

  const bool has_search_path_;
  const ScriptGuards guards_;
  Connection& connection_;
  ReferenceCheck references_;
  bool entered_ = false;
  std::string search_path_;
  std::string first_schema_;
};

}  // namespace ormd
