#include "orm/migration/file_changes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "orm/base/error.h"
#include "orm/migration/errors.h"

namespace ormd {
namespace {

absl::Status Unwritable(const std::string& path) { return FileUnwritable(path, std::strerror(errno)); }

std::string NewPath(const std::string& path) { return path + ".new"; }
std::string OldPath(const std::string& path) { return path + ".old"; }

bool WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(file) == 0;
}

absl::Status WriteFile(const std::string& path, std::string_view text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return Unwritable(path);
  const bool written = WriteAll(file, text);
  const absl::Status status = written ? absl::OkStatus() : Unwritable(path);
  close(file);
  return status;
}

// Names are on disk when the directory is. Some file systems do not know that of directories.
absl::Status SyncDirectory(const std::string& directory) {
  const int file = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return Unwritable(directory);
  const bool synced = fsync(file) == 0 || errno == EINVAL;
  const absl::Status status = synced ? absl::OkStatus() : Unwritable(directory);
  close(file);
  return status;
}

// What a failed change leaves to be undone.
class Undo {
 public:
  explicit Undo(const std::vector<FileChange>& changes) : changes_(changes) {}

  // The text that stands, for when a later change fails.
  absl::Status Replace(const FileChange& change) {
    ORMD_ASSIGN_OR_RETURN(std::optional<std::string> before, ReadTextFile(change.path));
    if (std::rename(NewPath(change.path).c_str(), change.path.c_str()) != 0) return Unwritable(change.path);
    done_.push_back({change.path, std::move(before)});
    return absl::OkStatus();
  }

  absl::Status Remove(const FileChange& change) {
    if (std::rename(change.path.c_str(), OldPath(change.path).c_str()) == 0) {
      removed_.push_back(change.path);
    } else if (errno != ENOENT) {
      return Unwritable(change.path);
    }
    return absl::OkStatus();
  }

  void Run() {
    for (const FileChange& change : changes_) unlink(NewPath(change.path).c_str());
    for (auto done = done_.rbegin(); done != done_.rend(); ++done) {
      done->text.has_value() ? WriteFile(done->path, *done->text).IgnoreError() : void(unlink(done->path.c_str()));
    }
    for (const std::string& path : removed_) std::rename(OldPath(path).c_str(), path.c_str());
  }

  void Forget() {
    for (const std::string& path : removed_) unlink(OldPath(path).c_str());
  }

 private:
  const std::vector<FileChange>& changes_;
  std::vector<FileChange> done_;  // with the text that stood before
  std::vector<std::string> removed_;
};

// Old files step aside before new ones take their places, so that from the first step to the last one a file stands
// that IsLeftOver knows.
absl::Status Apply(const std::string& directory, const std::vector<FileChange>& changes, Undo& undo) {
  for (const FileChange& change : changes) {
    if (change.text.has_value()) ORMD_RETURN_IF_ERROR(WriteFile(NewPath(change.path), *change.text));
  }
  ORMD_RETURN_IF_ERROR(SyncDirectory(directory));
  for (const FileChange& change : changes) {
    if (!change.text.has_value()) ORMD_RETURN_IF_ERROR(undo.Remove(change));
  }
  for (const FileChange& change : changes) {
    if (change.text.has_value()) ORMD_RETURN_IF_ERROR(undo.Replace(change));
  }
  return SyncDirectory(directory);
}

// The whole of an open file.
absl::StatusOr<std::string> ReadAll(int file, const std::string& path) {
  struct stat status;
  if (fstat(file, &status) != 0) return FileUnreadable(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return FileUnreadable(path, "it is a directory");
  if (!S_ISREG(status.st_mode)) return FileUnreadable(path, "it is not a regular file");
  std::string text;
  char buffer[16 << 10];
  while (true) {
    const ssize_t length = read(file, buffer, sizeof(buffer));
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) return FileUnreadable(path, std::strerror(errno));
    if (length == 0) return text;
    text.append(buffer, static_cast<size_t>(length));
  }
}

}  // namespace

NewDirectories::~NewDirectories() {
  std::error_code ignored;
  for (auto made = made_.rbegin(); made != made_.rend(); ++made) std::filesystem::remove(*made, ignored);
}

absl::Status NewDirectories::Make(const std::filesystem::path& directory) {
  std::error_code error;
  if (std::filesystem::is_directory(directory, error)) return absl::OkStatus();
  if (directory.has_parent_path() && directory.parent_path() != directory) {
    ORMD_RETURN_IF_ERROR(Make(directory.parent_path()));
  }
  if (std::filesystem::create_directory(directory, error)) made_.push_back(directory);
  return error ? FileUnwritable(directory.string(), error.message()) : absl::OkStatus();
}

absl::Status ApplyFileChanges(const std::string& directory, const std::vector<FileChange>& changes) {
  Undo undo(changes);
  absl::Status status = Apply(directory, changes, undo);
  status.ok() ? undo.Forget() : undo.Run();
  return status;
}

bool IsLeftOver(std::string_view file, std::string_view ending) {
  return file.ends_with(NewPath(std::string(ending))) || file.ends_with(OldPath(std::string(ending)));
}

absl::StatusOr<std::optional<std::string>> ReadTextFile(const std::string& path) {
  // Without waiting for whoever writes to a pipe.
  const int file = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (file < 0) return FileUnreadable(path, std::strerror(errno));
  absl::StatusOr<std::string> text = ReadAll(file, path);
  close(file);
  if (!text.ok()) return text.status();
  return *std::move(text);
}

}  // namespace ormd
