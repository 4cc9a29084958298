// Runs scripts that make tables of SQLite anew, without the loss of what hangs on them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/schema/dialect.h"
#include "orm/schema/sqlite/dependents.h"
#include "orm/schema/sqlite/script_command.h"
#include "orm/schema/sqlite/sql_tokens.h"
#include "orm/schema/sqlite/table_columns.h"
#include "orm/schema/sqlite/table_copy.h"

namespace ormd {

// A table that is made anew takes its triggers and indexes with it when the old one is dropped, and a script that was
// made from a snapshot does not know all of them; a view takes its triggers. They are read just before DROP, where
// SQLite has brought all renames along, and made again once a table that the script has created gets the name, or a
// view of the name is created. What the script drops itself before stays away; what it makes itself replaces them.
//
// What cannot be brought along refuses the DROP of a table for which the script has made ormd's new one (AnewName):
// columns of which the copy says nothing (CopiedColumns), and what stands in Table::remarks that neither the new table
// has nor the copy drops by name.
// Triggers and views that worked before a table lost columns must work after it. All of them are MIGRATION_FAILED.
class SqliteScript final : public ScriptRunner {
 public:
  using ScriptRunner::ScriptRunner;

  absl::Status Run(const std::string& sql, const Context& context) override;

 private:
  struct Part {
    std::string type;  // as in sqlite_schema
    std::string name;
    std::string sql;
  };
  using Parts = std::vector<Part>;
  // A table that may lose columns, as it was before.
  struct Watched {
    TableColumns columns;
    std::vector<Dependent> dependents;
  };

  absl::Status Before(const ScriptCommand& command, const Context& context);
  absl::Status After(const ScriptCommand& command, const Context& context);
  absl::Status Renamed(const ScriptCommand& command, const Context& context);

  absl::Status DropTable(const std::string& table, const Context& context);
  absl::Status CheckCopy(const std::string& table, const CopiedColumns& copy, const Context& context);
  absl::Status Watch(const std::string& table, const Context& context);
  absl::Status CheckWatched(const std::string& table, const Context& context);
  absl::Status Keep(const std::string& table, const Context& context);
  absl::Status Restore(const std::string& table, const Context& context);
  // Before the script makes a part of this name itself: whether it was restored just so and still stands, and need not
  // be made once more. What was restored otherwise goes.
  absl::StatusOr<bool> StandsOrMakesRoom(const std::string& name, const std::string& sql, const Context& context);

  // Names of tables and views in lower case.
  NameSet created_;                              // tables that the script has made and not renamed
  std::map<std::string, CopiedColumns> copies_;  // by the table that they copy
  std::map<std::string, Watched> watched_;
  std::map<std::string, Parts> kept_;  // by the table or view that was dropped
  NameSet restored_;                   // parts
};

}  // namespace ormd
