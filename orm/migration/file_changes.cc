#include "orm/migration/file_changes.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

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

// What a failed change leaves to be undone.
class Undo {
 public:
  explicit Undo(const std::vector<FileChange>& changes) : changes_(changes) {}

  absl::Status MakeDirectory(const std::filesystem::path& directory) {
    std::error_code error;
    if (std::filesystem::is_directory(directory, error)) return absl::OkStatus();
    if (directory.has_parent_path() && directory.parent_path() != directory) {
      ORMD_RETURN_IF_ERROR(MakeDirectory(directory.parent_path()));
    }
    if (std::filesystem::create_directory(directory, error)) directories_.push_back(directory);
    return error ? FileUnwritable(directory.string(), error.message()) : absl::OkStatus();
  }

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
    std::error_code ignored;
    for (auto made = directories_.rbegin(); made != directories_.rend(); ++made) {
      std::filesystem::remove(*made, ignored);
    }
  }

  void Forget() {
    for (const std::string& path : removed_) unlink(OldPath(path).c_str());
  }

 private:
  const std::vector<FileChange>& changes_;
  std::vector<std::filesystem::path> directories_;
  std::vector<FileChange> done_;  // with the text that stood before
  std::vector<std::string> removed_;
};

absl::Status Apply(const std::string& directory, const std::vector<FileChange>& changes, Undo& undo) {
  ORMD_RETURN_IF_ERROR(undo.MakeDirectory(directory));
  for (const FileChange& change : changes) {
    if (change.text.has_value()) ORMD_RETURN_IF_ERROR(WriteFile(NewPath(change.path), *change.text));
  }
  for (const FileChange& change : changes) {
    ORMD_RETURN_IF_ERROR(change.text.has_value() ? undo.Replace(change) : undo.Remove(change));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ApplyFileChanges(const std::string& directory, const std::vector<FileChange>& changes) {
  Undo undo(changes);
  absl::Status status = Apply(directory, changes, undo);
  status.ok() ? undo.Forget() : undo.Run();
  return status;
}

absl::StatusOr<std::optional<std::string>> ReadTextFile(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
  if (error) return FileUnreadable(path, error.message());
  if (status.type() == std::filesystem::file_type::directory) return FileUnreadable(path, "it is a directory");
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileUnreadable(path, std::strerror(errno));
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) return FileUnreadable(path, "reading it failed");
  return text;
}

}  // namespace ormd
