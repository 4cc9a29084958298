#include "orm/migration/migration_files.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/migration/directory_lock.h"
#include "orm/migration/errors.h"
#include "orm/migration/migration_name.h"

namespace ormd {
namespace {

constexpr std::string_view kUpEnding = ".up.sql";
constexpr std::string_view kDownEnding = ".down.sql";
constexpr std::string_view kSnapshot = "snapshot.json";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Names of migrations by the ending of their files.
struct Listing {
  std::set<std::string> ups;
  std::set<std::string> downs;
};

absl::Status AddFile(const std::string& directory, const std::string& file, Listing& listing) {
  if (IsLeftOver(file, ".sql") || IsLeftOver(file, kSnapshot)) return InterruptedChange(StrCat(directory, "/", file));
  if (file.starts_with('.') || !file.ends_with(".sql")) return absl::OkStatus();
  const bool up = file.ends_with(kUpEnding);
  if (!up && !file.ends_with(kDownEnding)) return BadFileName(StrCat(directory, "/", file));
  std::string name = file.substr(0, file.size() - (up ? kUpEnding : kDownEnding).size());
  if (!IsMigrationName(name)) return BadFileName(StrCat(directory, "/", file));
  (up ? listing.ups : listing.downs).insert(std::move(name));
  return absl::OkStatus();
}

absl::StatusOr<Listing> ListFiles(const std::string& directory) {
  Listing listing;
  std::error_code error;
  if (!std::filesystem::exists(directory, error) && !error) return listing;
  for (std::filesystem::directory_iterator file(directory, error), end; !error && file != end; file.increment(error)) {
    ORMD_RETURN_IF_ERROR(AddFile(directory, file->path().filename().string(), listing));
  }
  if (error && error != std::errc::no_such_file_or_directory) return FileUnreadable(directory, error.message());
  return listing;
}

absl::Status CheckNames(const MigrationDirectory& directory, const Listing& listing) {
  const std::string* before = nullptr;
  for (const std::string& name : listing.ups) {
    if (before != nullptr && TimestampOf(*before) == TimestampOf(name)) {
      return DuplicateTimestamp(directory.UpPath(name), directory.UpPath(*before));
    }
    before = &name;
  }
  for (const std::string& name : listing.downs) {
    if (!listing.ups.contains(name)) return DownWithoutUp(directory.DownPath(name));
  }
  return absl::OkStatus();
}

// Without the mark that editors on Windows put before a text. Databases read a script up to a NUL byte and no further.
absl::StatusOr<std::optional<std::string>> ReadScript(const std::string& path) {
  ORMD_ASSIGN_OR_RETURN(std::optional<std::string> text, ReadTextFile(path));
  if (!text.has_value()) return text;
  if (text->starts_with(kByteOrderMark)) text->erase(0, kByteOrderMark.size());
  const size_t nul = text->find('\0');
  if (nul == std::string::npos) return text;
  return NulByte(path, 1 + static_cast<size_t>(std::count(text->begin(), text->begin() + nul, '\n')));
}

absl::StatusOr<MigrationFile> ReadMigration(const MigrationDirectory& directory, const std::string& name) {
  MigrationFile file;
  file.name = name;
  const std::string path = directory.UpPath(name);
  ORMD_ASSIGN_OR_RETURN(std::optional<std::string> up, ReadScript(path));
  if (!up.has_value()) return FileUnreadable(path, "it is gone");
  file.up = *std::move(up);
  ORMD_ASSIGN_OR_RETURN(file.down, ReadScript(directory.DownPath(name)));
  file.checksum = MigrationChecksum(file.up);
  ORMD_ASSIGN_OR_RETURN(MigrationHeader header, ReadMigrationHeader(file.up, path));
  file.transactional = header.transactional;
  file.replaces = std::move(header.replaces);
  return file;
}

absl::StatusOr<std::vector<MigrationFile>> ReadMigrations(const MigrationDirectory& directory) {
  ORMD_ASSIGN_OR_RETURN(const Listing listing, ListFiles(directory.path()));
  ORMD_RETURN_IF_ERROR(CheckNames(directory, listing));
  std::vector<MigrationFile> files;
  for (const std::string& name : listing.ups) {
    ORMD_ASSIGN_OR_RETURN(MigrationFile file, ReadMigration(directory, name));
    files.push_back(std::move(file));
  }
  return files;
}

std::string WithReplaced(const std::vector<MigrationFile>& migrations, std::string_view up) {
  std::vector<ReplacedMigration> replaced;
  for (const MigrationFile& file : migrations) replaced.push_back({file.name, file.checksum, file.replaces});
  return StrCat(ReplacesLines(replaced), "\n", up);
}

}  // namespace

// What is empty goes before the lock does.
struct MigrationDirectory::Hold {
  std::optional<DirectoryLock> lock;
  NewDirectories made;
};

absl::StatusOr<MigrationDirectory> MigrationDirectory::Locked() const {
  if (hold_ != nullptr) return *this;
  const auto hold = std::make_shared<Hold>();
  ORMD_RETURN_IF_ERROR(hold->made.Make(path_));
  ORMD_ASSIGN_OR_RETURN(DirectoryLock lock, DirectoryLock::Acquire(path_, DirectoryLock::Mode::kWrite));
  hold->lock.emplace(std::move(lock));
  MigrationDirectory locked(path_);
  locked.hold_ = hold;
  return locked;
}

std::string MigrationDirectory::UpPath(std::string_view name) const { return StrCat(path_, "/", name, kUpEnding); }
std::string MigrationDirectory::DownPath(std::string_view name) const { return StrCat(path_, "/", name, kDownEnding); }
std::string MigrationDirectory::SnapshotPath() const { return StrCat(path_, "/", kSnapshot); }

absl::Status MigrationDirectory::MustExist() const {
  std::error_code error;
  return std::filesystem::exists(path_, error) || error ? absl::OkStatus() : NoDirectory(path_);
}

absl::StatusOr<std::vector<MigrationFile>> MigrationDirectory::Read() const {
  if (hold_ != nullptr) return ReadMigrations(*this);
  ORMD_ASSIGN_OR_RETURN(const DirectoryLock lock, DirectoryLock::Acquire(path_, DirectoryLock::Mode::kRead));
  return ReadMigrations(*this);
}

absl::StatusOr<std::string> MigrationDirectory::Write(std::string_view name, std::string_view up,
                                                      std::optional<std::string_view> down, std::string_view snapshot,
                                                      absl::Time now) const {
  ORMD_ASSIGN_OR_RETURN(const std::string label, MigrationLabel(name));
  ORMD_ASSIGN_OR_RETURN(const MigrationDirectory locked, Locked());
  ORMD_ASSIGN_OR_RETURN(const Listing listing, ListFiles(path_));
  const std::string_view last = listing.ups.empty() ? std::string_view() : TimestampOf(*listing.ups.rbegin());
  std::string full = StrCat(NextTimestamp(now, last), "_", label);
  std::vector<FileChange> changes;
  if (down.has_value()) changes.push_back({DownPath(full), std::string(*down)});
  changes.push_back({UpPath(full), std::string(up)});
  if (!snapshot.empty()) changes.push_back({SnapshotPath(), std::string(snapshot)});
  ORMD_RETURN_IF_ERROR(ApplyFileChanges(path_, changes));
  return full;
}

absl::Status MigrationDirectory::Unwrite(std::string_view name, const std::optional<std::string>& snapshot) const {
  return Change({{UpPath(name), std::nullopt}, {DownPath(name), std::nullopt}, {SnapshotPath(), snapshot}});
}

absl::StatusOr<std::optional<std::string>> MigrationDirectory::ReadSnapshot() const {
  return ReadTextFile(SnapshotPath());
}

absl::Status MigrationDirectory::WriteSnapshot(std::string_view snapshot) const {
  return Change({{SnapshotPath(), std::string(snapshot)}});
}

absl::Status MigrationDirectory::Change(const std::vector<FileChange>& changes) const {
  ORMD_ASSIGN_OR_RETURN(const MigrationDirectory locked, Locked());
  ORMD_RETURN_IF_ERROR(ListFiles(path_).status());
  return ApplyFileChanges(path_, changes);
}

absl::StatusOr<std::string> MigrationDirectory::RollUp(const std::vector<MigrationFile>& migrations,
                                                       std::string_view name, std::string_view up,
                                                       std::optional<std::string_view> down) const {
  const MigrationFile& last = migrations.back();
  std::string full = last.name;
  if (!name.empty()) {
    ORMD_ASSIGN_OR_RETURN(const std::string label, MigrationLabel(name));
    full = StrCat(last.timestamp(), "_", label);
  }
  std::map<std::string, std::optional<std::string>> texts;
  for (const MigrationFile& file : migrations) texts[UpPath(file.name)] = texts[DownPath(file.name)] = std::nullopt;
  texts[UpPath(full)] = WithReplaced(migrations, up);
  texts[DownPath(full)] = std::nullopt;
  if (down.has_value()) texts[DownPath(full)] = std::string(*down);
  std::vector<FileChange> changes;
  for (auto& [path, text] : texts) changes.push_back({path, std::move(text)});
  ORMD_RETURN_IF_ERROR(Change(changes));
  return full;
}

}  // namespace ormd
