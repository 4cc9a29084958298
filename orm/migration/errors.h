// The errors of this floor. Names of files stand in the messages; `metadata.migration` names the migration.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace ormd {

// MIGRATION_CONFLICT: files.
absl::Status FileUnreadable(std::string_view path, std::string_view why);
absl::Status FileUnwritable(std::string_view path, std::string_view why);
absl::Status NulByte(std::string_view path, size_t line);
absl::Status InterruptedChange(std::string_view path);
absl::Status NoDirectory(std::string_view path);
absl::Status DirectoryInUse(std::string_view path);
absl::Status BadFileName(std::string_view path);
absl::Status DuplicateTimestamp(std::string_view path, std::string_view other);
absl::Status DownWithoutUp(std::string_view path);
absl::Status UnknownDirective(std::string_view file, std::string_view line);
absl::Status BrokenSnapshot(std::string_view path, const absl::Status& why);
// BAD_VALUE.
absl::Status BadMigrationName();
// BAD_REQUEST.
absl::Status ToAndOnly();

// MIGRATION_CONFLICT: names.
absl::Status UnknownMigration(std::string_view name);
absl::Status AmbiguousMigration(std::string_view name, const std::vector<std::string>& candidates);

// MIGRATION_CONFLICT: what files and database say.
absl::Status ChangedMigrations(const std::vector<std::string>& names);
absl::Status MissingMigrations(const std::vector<std::string>& names);
absl::Status NoMigrationFile(std::string_view name);
absl::Status NoDownFile(std::string_view name);
absl::Status NotExecuted(std::string_view name);
absl::Status StillPending(const std::vector<std::string>& names);
absl::Status MigrationsExist(std::string_view where);
absl::Status PartOfSchemaStands(const std::vector<std::string>& standing, const std::vector<std::string>& absent);
absl::Status NeedsDatabase(std::string_view why);
absl::Status NoSnapshot(std::string_view path);
absl::Status LogIsNoTable(std::string_view name);
absl::Status LogStandsBehind(std::string_view schema, std::string_view first);
absl::Status NothingToRollUp();
absl::Status CannotRollUp(std::string_view name);
absl::Status NeedsTransaction(std::string_view name);

// Where a statement stands.
struct StatementPlace {
  std::string migration;
  std::string file;
  size_t statement = 0;  // from 1; 0: none, the end of the migration
  size_t line = 0;
  bool transactional = true;
};

// MIGRATION_CONFLICT: `command` would end the transaction round the migration.
absl::Status EndsTransaction(const StatementPlace& place, std::string_view command);
// MIGRATION_FAILED, with the reason of `status` in the metadata; a cancellation, a deadline, a lost database, a lock
// and the like keep their reason. `words` are the database's own, or empty.
absl::Status MigrationStepFailed(const StatementPlace& place, const absl::Status& status, std::string_view words);
// MIGRATION_FAILED; tables with the number of their rows that refer to nothing.
absl::Status ForeignKeysBroken(const StatementPlace& place, const std::vector<std::pair<std::string, size_t>>& tables);
// MIGRATION_FAILED.
absl::Status FirstSchemaChanged(const StatementPlace& place, std::string_view before, std::string_view after);
absl::Status TransactionLeftOpen(const StatementPlace& place);

// LOCK_NOT_AVAILABLE.
absl::Status OthersAreWriting();

}  // namespace ormd
