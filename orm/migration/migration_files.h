// The directory of migrations: `<timestamp>_<name>.up.sql`, beside it `.down.sql`, and `snapshot.json`.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "orm/migration/file_changes.h"

namespace ormd {

// A migration that another one stands for since they were rolled up.
struct ReplacedMigration {
  std::string name;
  std::string checksum;
  // What it stood for itself: whoever has run them all has run it.
  std::vector<ReplacedMigration> parts = {};

  bool operator==(const ReplacedMigration&) const = default;
};

// What the comments at the head of a file tell ormd.
struct MigrationHeader {
  // False by `-- ormd: no-transaction` (CREATE INDEX CONCURRENTLY and the like).
  bool transactional = true;
  // By lines `-- ormd: replaces NAME CHECKSUM`: a database that has run them all has run this one. Lines `-- ormd:
  // which replaces NAME CHECKSUM` are about the one above, with one more `which` at each level.
  std::vector<ReplacedMigration> replaces;
};

// Reads the comment lines at the head of a script. MIGRATION_CONFLICT, naming `file`, where one says `-- ormd:` and
// something that is not known.
absl::StatusOr<MigrationHeader> ReadMigrationHeader(std::string_view script, std::string_view file);

// The lines of a head that say what a migration replaces.
std::string ReplacesLines(const std::vector<ReplacedMigration>& replaces);

// The script without the lines of its head that tell ormd something.
std::string WithoutDirectives(std::string_view script);

// SHA-256 in hexadecimal; line ends count as \n, so that a checkout on Windows changes nothing.
std::string MigrationChecksum(std::string_view script);

// One migration as its files say.
struct MigrationFile {
  std::string name;                 // "20260102030405_add_books": the file's name without its ending
  std::string up;                   // text of the up file
  std::optional<std::string> down;  // nullopt where there is no down file
  std::string checksum;             // of the up file
  // As the up file's head says.
  bool transactional = true;
  std::vector<ReplacedMigration> replaces;

  std::string_view timestamp() const { return std::string_view(name).substr(0, name.find('_')); }
};

// Reads and writes one directory. A value: its path, and the lock that it may hold. Writers, also those of other
// processes, wait for each other, and readers for them.
class MigrationDirectory {
 public:
  explicit MigrationDirectory(std::string path) : path_(std::move(path)) {}

  // The same directory with its lock, held until the answer and its copies are gone: what it reads stays true until it
  // writes. Meanwhile others wait, those of this process too. Makes the directory where it is missing; one that was
  // made and stays empty goes again. MIGRATION_CONFLICT where it cannot be made, or others do not let go of it.
  absl::StatusOr<MigrationDirectory> Locked() const;

  // MIGRATION_CONFLICT, naming it, where it does not exist.
  absl::Status MustExist() const;

  // By name, which is by time. A directory that does not exist has none. MIGRATION_CONFLICT, naming the files, where
  // two have the same timestamp, a down has no up, a name is not of the form above (14 digits; letters, digits, `_` and
  // `-`), a file cannot be read or holds a NUL byte, or a change of the directory was interrupted. Hidden files and
  // those that do not end in `.sql` are nobody's.
  absl::StatusOr<std::vector<MigrationFile>> Read() const;

  // Writes both files and the snapshot, the snapshot last (an empty one is none: what stands stays); makes the
  // directory where it is missing. Nothing is left where one of them cannot be written (MIGRATION_CONFLICT with the
  // path). Answers the name: the time in UTC to the second, moved on where it is not later than the last migration's,
  // and `name`, in which everything but letters, digits and `-` becomes `_`. BAD_VALUE where nothing is left of it.
  absl::StatusOr<std::string> Write(std::string_view name, std::string_view up, std::optional<std::string_view> down,
                                    std::string_view snapshot, absl::Time now) const;
  // Undoes Write: takes the files of a migration away, and puts the snapshot back that stood before.
  absl::Status Unwrite(std::string_view name, const std::optional<std::string>& snapshot) const;

  // nullopt where there is none.
  absl::StatusOr<std::optional<std::string>> ReadSnapshot() const;
  absl::Status WriteSnapshot(std::string_view snapshot) const;

  // Replaces these migrations, at least one, by one that has the time of the last of them, and the last one's name
  // where `name` is empty; all or nothing. Its up file says at its head what it replaces.
  absl::StatusOr<std::string> RollUp(const std::vector<MigrationFile>& migrations, std::string_view name,
                                     std::string_view up, std::optional<std::string_view> down) const;

  const std::string& path() const { return path_; }
  std::string UpPath(std::string_view name) const;
  std::string DownPath(std::string_view name) const;
  std::string SnapshotPath() const;

 private:
  struct Hold;

  absl::Status Change(const std::vector<FileChange>& changes) const;

  std::string path_;
  std::shared_ptr<const Hold> hold_;  // nullptr where each call locks for itself
};

}  // namespace ormd
