// The migrations of a directory beside those that a database has run.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/migration/migration_files.h"
#include "orm/migration/migration_log.h"
#include "orm/migration/migrator.h"

namespace ormd {

// Both by name. A value.
struct MigrationSet {
  std::vector<MigrationFile> files;
  std::vector<ExecutedMigration> executed;
};

// nullptr where there is none.
const MigrationFile* FindFile(const std::vector<MigrationFile>& files, std::string_view name);
const ExecutedMigration* FindExecuted(const std::vector<ExecutedMigration>& executed, std::string_view name);

// What the log is to say since migrations were rolled up: the one that replaces others has run where all of them have,
// with the same checksums, where one that replaced others itself may have run as these.
struct Adoption {
  std::vector<std::string> removed;
  std::vector<ExecutedMigration> added;

  bool empty() const { return added.empty(); }
};
Adoption AdoptionOf(const MigrationSet& set);
void Adopt(const Adoption& adoption, std::vector<ExecutedMigration>& executed);

// By name.
std::vector<MigrationState> StatesOf(const MigrationSet& set);
std::vector<std::string> NamesOf(const std::vector<MigrationState>& states, MigrationState::Kind kind);
// MIGRATION_CONFLICT where one has changed, or has no file.
absl::Status CheckStates(const std::vector<MigrationState>& states);

// The files to run, and to undo, as Migrator::Up and Down say. The set must outlive the answer.
absl::StatusOr<std::vector<const MigrationFile*>> ChooseUp(const MigrationSet& set, const RunMigrations& options);
absl::StatusOr<std::vector<const MigrationFile*>> ChooseDown(const MigrationSet& set, const RunMigrations& options);

}  // namespace ormd
