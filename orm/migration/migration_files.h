// The directory of migrations: `<timestamp>_<name>.up.sql`, beside it `.down.sql`, and `snapshot.json`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace ormd {

// One migration as its files say.
struct MigrationFile {
  std::string name;                 // "20260102030405_add_books": the file's name without its ending
  std::string up;                   // text of the up file
  std::optional<std::string> down;  // nullopt where there is no down file
  // SHA-256 of the up file in hexadecimal; line ends count as \n, so that a checkout on Windows changes nothing.
  std::string checksum;
  // A first line `-- ormd: no-transaction` (CREATE INDEX CONCURRENTLY and the like).
  bool transactional = true;

  std::string_view timestamp() const { return std::string_view(name).substr(0, name.find('_')); }
};

// Reads and writes one directory. Stateless but for its path.
class MigrationDirectory {
 public:
  explicit MigrationDirectory(std::string path) : path_(std::move(path)) {}

  // By name, which is by time. A directory that does not exist has none. MIGRATION_CONFLICT, naming the files, where
  // two have the same timestamp, a down has no up, or a name is not of the form above; and where a file
  // cannot be read.
  absl::StatusOr<std::vector<MigrationFile>> Read() const;

  // Writes both files and the snapshot, the snapshot last; makes the directory where it is missing. Nothing is left
  // where one of them cannot be written (MIGRATION_CONFLICT with the path). Answers the name: the
  // time in UTC to the second, moved on where it is not later than the last migration's.
  absl::StatusOr<std::string> Write(std::string_view name, std::string_view up, std::optional<std::string_view> down,
                                    std::string_view snapshot, absl::Time now) const;

  // nullopt where there is none.
  absl::StatusOr<std::optional<std::string>> ReadSnapshot() const;
  absl::Status WriteSnapshot(std::string_view snapshot) const;

  // Replaces these migrations by one of the name of the last of them.
  absl::StatusOr<std::string> RollUp(const std::vector<MigrationFile>& migrations, std::string_view name,
                                     std::string_view up, std::optional<std::string_view> down) const;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace ormd
