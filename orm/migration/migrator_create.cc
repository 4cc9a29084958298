#include <utility>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/migration/errors.h"
#include "orm/migration/migration_run.h"
#include "orm/migration/migration_text.h"
#include "orm/migration/migrator.h"
#include "orm/migration/reached_schema.h"
#include "orm/migration/snapshot_schema.h"
#include "orm/schema/name_pattern.h"
#include "orm/schema/partial_diff.h"
#include "orm/schema/schema_json.h"
#include "orm/schema/schema_manager.h"

namespace ormd {
namespace {

// What is to be written.
struct Draft {
  std::vector<Operation> operations;
  std::string up;
  std::string down;
  std::string snapshot;
};

// `wanted` are the entities' as the snapshot keeps them; nullptr where the diff's own are.
absl::StatusOr<Draft> DraftOf(const Dialect& dialect, const DatabaseSchema& before, const DatabaseSchema& after,
                              const CompareOptions& options, const DatabaseSchema* wanted) {
  SchemaDiff diff = Compare(before, after, options);
  if (options.safe) diff = WithoutLosses(std::move(diff), dialect);
  Draft draft;
  ORMD_ASSIGN_OR_RETURN(draft.operations, dialect.Plan(diff));
  const DatabaseSchema reached = ReachedSchema(diff, options.safe);
  const DatabaseSchema back = WithRenamesUndone(diff);
  const SchemaDiff undo = Compare(reached, back, {.drop_unknown = true, .ignore = options.ignore, .undoes = true});
  ORMD_ASSIGN_OR_RETURN(const std::vector<Operation> undoing, dialect.Plan(undo));
  draft.up = MigrationText(dialect.platform(), draft.operations);
  draft.down = MigrationText(dialect.platform(), undoing);
  const DatabaseSchema snapshot = wanted == nullptr ? reached : SnapshotOf(diff, reached, *wanted);
  draft.snapshot = SchemaToJson(WithIgnoredAsBefore(snapshot, before, options.ignore));
  return draft;
}

absl::StatusOr<Draft> DraftFromDatabase(const Dialect& dialect, const DatabaseSchema& wanted,
                                        const CompareOptions& options, Connection& connection, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema standing, dialect.Read(connection, context));
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema normal, dialect.Normalize(wanted, standing, connection, context));
  return DraftOf(dialect, standing, normal, options, &wanted);
}

// What a snapshot has and the entities have not is gone from the entities: it was theirs.
absl::StatusOr<Draft> DraftFromSnapshot(const Dialect& dialect, const DatabaseSchema& wanted, CompareOptions options,
                                        const DatabaseSchema& snapshot) {
  options.drop_unknown = true;
  return DraftOf(dialect, snapshot, dialect.AlignWithSnapshot(wanted, snapshot), options, nullptr);
}

CreatedMigration CreatedOf(Draft draft) {
  CreatedMigration created;
  created.up = std::move(draft.up);
  created.down = std::move(draft.down);
  created.operations = std::move(draft.operations);
  return created;
}

// A dump leaves nothing behind, not even a directory.
absl::StatusOr<MigrationDirectory> LockedToWrite(const MigrationDirectory& directory, const CreateMigration& options) {
  return options.dump ? directory : directory.Locked();
}

absl::Status WriteDraft(const MigrationDirectory& directory, const std::string& name, const std::string& snapshot,
                        CreatedMigration& created) {
  ORMD_ASSIGN_OR_RETURN(created.name, directory.Write(name, created.up, created.down, snapshot, absl::Now()));
  created.path = directory.UpPath(created.name);
  return absl::OkStatus();
}

std::string TableText(const TableName& name) {
  return name.schema.empty() ? name.name : StrCat(name.schema, ".", name.name);
}

// Whether all tables that count stand; MIGRATION_CONFLICT where some do.
absl::StatusOr<bool> AllStand(const DatabaseSchema& wanted, const DatabaseSchema& standing,
                              const std::vector<std::string>& ignore) {
  std::vector<std::string> present, absent;
  for (const Table& table : wanted.tables) {
    if (MatchesAny(table.name, standing.first_schema, ignore)) continue;
    (standing.FindTable(table.name) == nullptr ? absent : present).push_back(TableText(table.name));
  }
  if (!present.empty() && !absent.empty()) return PartOfSchemaStands(present, absent);
  return absent.empty();
}

// Files and log together.
absl::Status WriteAsExecuted(const MigrationDirectory& directory, const std::string& name, const std::string& snapshot,
                             MigrationRun& run, Connection& connection, CreatedMigration& created,
                             const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const std::optional<std::string> snapshot_before, directory.ReadSnapshot());
  ORMD_RETURN_IF_ERROR(run.Open({}, context).status());
  const absl::Status status = run.InTransaction(context, [&]() -> absl::Status {
    ORMD_RETURN_IF_ERROR(WriteDraft(directory, name, snapshot, created));
    const std::string checksum = MigrationChecksum(created.up);
    return run.log().Add(connection, {created.name, checksum, absl::Now(), absl::ZeroDuration()}, context);
  });
  created.logged = status.ok();
  if (!status.ok() && !created.name.empty()) directory.Unwrite(created.name, snapshot_before).IgnoreError();
  return status;
}

}  // namespace

absl::StatusOr<bool> Migrator::CreatesOffline(const CreateMigration& options) const {
  if (options.initial) return false;
  if (options.blank) return true;
  ORMD_ASSIGN_OR_RETURN(const std::optional<std::string> snapshot, directory_.ReadSnapshot());
  return snapshot.has_value();
}

absl::StatusOr<CreatedMigration> Migrator::Create(const CreateMigration& options, Connection* connection,
                                                  const Context& context) const {
  if (options.initial) return CreateInitial(options, connection, context);
  ORMD_ASSIGN_OR_RETURN(const MigrationDirectory directory, LockedToWrite(directory_, options));
  Draft draft;
  if (!options.blank) {
    ORMD_ASSIGN_OR_RETURN(const DatabaseSchema wanted, DesiredSchema(schema_, dialect_));
    ORMD_ASSIGN_OR_RETURN(const std::optional<DatabaseSchema> snapshot, SnapshotSchema(directory));
    if (!snapshot.has_value() && connection == nullptr) return NeedsDatabase("there is no snapshot to compare with");
    ORMD_ASSIGN_OR_RETURN(draft, snapshot.has_value()
                                     ? DraftFromSnapshot(dialect_, wanted, options.compare, *snapshot)
                                     : DraftFromDatabase(dialect_, wanted, options.compare, *connection, context));
  }
  const bool nothing = !options.blank && draft.operations.empty();
  const std::string snapshot = std::move(draft.snapshot);
  CreatedMigration created = CreatedOf(std::move(draft));
  if (nothing || options.dump) return created;
  ORMD_RETURN_IF_ERROR(WriteDraft(directory, options.name, snapshot, created));
  return created;
}

// The database's lock before the directory's, as with a roll-up.
absl::StatusOr<CreatedMigration> Migrator::CreateInitial(const CreateMigration& options, Connection* connection,
                                                         const Context& context) const {
  if (connection == nullptr) return NeedsDatabase("an initial migration has run already where its tables stand");
  MigrationRun run(dialect_.platform(), *connection, RunMigrations().lock_timeout);
  if (!options.dump) ORMD_RETURN_IF_ERROR(run.lock().Acquire(context));
  ORMD_ASSIGN_OR_RETURN(const MigrationDirectory directory, LockedToWrite(directory_, options));
  ORMD_ASSIGN_OR_RETURN(const std::vector<MigrationFile> files, directory.Read());
  if (!files.empty()) return MigrationsExist(directory.path());
  ORMD_ASSIGN_OR_RETURN(const std::vector<ExecutedMigration> executed,
                        MigrationLog(dialect_.platform()).Read(*connection, context));
  if (!executed.empty()) return MigrationsExist("the database");
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema wanted, DesiredSchema(schema_, dialect_));
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema standing, dialect_.Read(*connection, context));
  ORMD_ASSIGN_OR_RETURN(const bool stands,
                        AllStand(dialect_.AlignNames(wanted, standing), standing, options.compare.ignore));
  ORMD_ASSIGN_OR_RETURN(Draft draft, DraftFromSnapshot(dialect_, wanted, options.compare, DatabaseSchema()));
  const std::string snapshot = std::move(draft.snapshot);
  CreatedMigration created = CreatedOf(std::move(draft));
  if (created.operations.empty() || options.dump) return created;
  if (!stands) {
    ORMD_RETURN_IF_ERROR(WriteDraft(directory, options.name, snapshot, created));
    return created;
  }
  ORMD_RETURN_IF_ERROR(WriteAsExecuted(directory, options.name, snapshot, run, *connection, created, context));
  return created;
}

}  // namespace ormd
