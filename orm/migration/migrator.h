// Makes, runs and undoes migrations.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "orm/driver/connection.h"
#include "orm/metadata/schema.h"
#include "orm/migration/migration_files.h"
#include "orm/migration/migration_log.h"
#include "orm/schema/dialect.h"

namespace ormd {

// A migration as files and database know it.
struct MigrationState {
  enum class Kind {
    kPending,   // a file that has not run
    kExecuted,  // a file that has run
    kChanged,   // a file that has run and says something else now
    kMissing,   // has run, and has no file: the database is newer than the files
  };
  std::string name;
  Kind kind = Kind::kPending;
  bool has_down = false;
  std::optional<ExecutedMigration> executed;
};

// What a runner tells while it works. Called on the runner's thread.
struct MigrationProgress {
  enum class Event { kStarted, kStatement, kDone };
  Event event = Event::kStarted;
  std::string name;
  bool down = false;
  size_t statement = 0;   // kStatement: the number of the one that has run, from 1
  size_t statements = 0;  // of this migration
  absl::Duration duration;
};

struct CreateMigration {
  std::string name = "migration";
  bool blank = false;  // empty files, whatever differs
  // The whole schema, as the first migration. Logged as executed where all of it stands in the database already;
  // MIGRATION_CONFLICT where migrations exist, or where the database has a part of the tables.
  bool initial = false;
  bool dump = false;  // answers the texts, writes nothing
  CompareOptions compare;
};

struct CreatedMigration {
  std::string name;  // empty where nothing differs, and nothing was written
  std::string path;  // of the up file
  std::string up;
  std::string down;
  std::vector<Operation> operations;
  bool logged = false;  // as executed, without running it
};

struct RunMigrations {
  std::string to;                 // up: including this one; down: down to and including this one. Empty: see Up, Down
  std::vector<std::string> only;  // these, in their order, and no others
  bool all_or_nothing = false;    // one transaction round all; refused where one of them is not transactional
  absl::Duration lock_timeout = absl::Seconds(60);  // wait for another runner, then LOCK_NOT_AVAILABLE
  std::function<void(const MigrationProgress&)> progress;
};

// Whether entities and database, or entities and snapshot, differ.
struct MigrationCheck {
  std::vector<Operation> operations;  // what is missing
  std::vector<std::string> pending;
  std::vector<std::string> changed;
  std::vector<std::string> missing;
  bool up_to_date() const { return operations.empty() && pending.empty() && changed.empty() && missing.empty(); }
};

// Migrations of one directory, for one set of entities. Stateless but for what it refers to; two runners on one
// database wait for each other, and for whoever else changes its schema.
//
// A migration runs with its log row in one transaction (unless it is not transactional); if a statement fails it is
// rolled back, the error (MIGRATION_FAILED) names the file, the statement's number and its line, the migrations before
// it stand, and nothing after it runs. On SQLite foreign keys are off while it runs (a table must be dropped to be made
// anew) and all are checked before it is committed. A name may be given without its timestamp where only one migration
// has it.
class Migrator {
 public:
  Migrator(const Schema& schema, const Dialect& dialect, MigrationDirectory directory)
      : schema_(schema), dialect_(dialect), directory_(std::move(directory)) {}

  // Whether Create can do without a database: there is a snapshot, or nothing to compare, and nothing to be logged.
  absl::StatusOr<bool> CreatesOffline(const CreateMigration& options) const;
  // Compares the entities with the snapshot and writes the steps up and down, all under the directory's lock: of two
  // who create at once the second finds what the first has left. `connection` may be nullptr where CreatesOffline says
  // so: MIGRATION_CONFLICT where it is needed.
  absl::StatusOr<CreatedMigration> Create(const CreateMigration& options, Connection* connection,
                                          const Context& context) const;

  // Runs what is pending, by name; answers the names. MIGRATION_CONFLICT where a file that has run was changed (it is
  // named), where the database has run migrations without files, or a name is unknown.
  absl::StatusOr<std::vector<std::string>> Up(Connection& connection, const RunMigrations& options,
                                              const Context& context) const;
  // Undoes the last one that has run, or as `options` say, the last first, with the down file as it stands: no log
  // keeps what that was, and an up file that was changed since does not stand in the way. MIGRATION_CONFLICT where one
  // has no down.
  absl::StatusOr<std::vector<std::string>> Down(Connection& connection, const RunMigrations& options,
                                                const Context& context) const;

  absl::StatusOr<std::vector<MigrationState>> List(Connection& connection, const Context& context) const;

  // Compares the entities with the database, or, where `connection` is nullptr, with the snapshot (nothing is pending
  // then).
  absl::StatusOr<MigrationCheck> Check(Connection* connection, const CompareOptions& options,
                                       const Context& context) const;

  // Drops the tables, views and enums of the entities and of the snapshot, empties the log, and runs everything.
  absl::StatusOr<std::vector<std::string>> Fresh(Connection& connection, const RunMigrations& options,
                                                 const Context& context) const;

  // Marks a migration as executed, or as not executed, without running it.
  absl::Status Log(Connection& connection, std::string_view name, const Context& context) const;
  absl::Status Unlog(Connection& connection, std::string_view name, const Context& context) const;

  // Makes one migration of all that have run, in files and log; answers its name: the time of the last one, and `name`,
  // or its own name where that is empty. Another database that has run them all takes it for run as well.
  // MIGRATION_CONFLICT where one is pending, changed or missing, or is not transactional.
  absl::StatusOr<std::string> RollUp(Connection& connection, std::string_view name, const Context& context) const;

 private:
  absl::StatusOr<CreatedMigration> CreateInitial(const CreateMigration& options, Connection* connection,
                                                 const Context& context) const;

  const Schema& schema_;
  const Dialect& dialect_;
  MigrationDirectory directory_;
};

}  // namespace ormd
