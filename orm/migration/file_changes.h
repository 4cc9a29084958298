// Files that change together.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace ormd {

struct FileChange {
  std::string path;
  std::optional<std::string> text;  // nullopt: the file goes
};

// Directories that are made for files. Those that are empty go again with this.
class NewDirectories {
 public:
  NewDirectories() = default;
  ~NewDirectories();
  NewDirectories(const NewDirectories&) = delete;
  NewDirectories& operator=(const NewDirectories&) = delete;

  // With those above it; none where it stands. MIGRATION_CONFLICT, with path and cause.
  absl::Status Make(const std::filesystem::path& directory);

 private:
  std::vector<std::filesystem::path> made_;
};

// All of them or, where one fails, none: those that go, then the others in their order. `directory`, in which they are,
// stands. New texts are on disk before the first file moves. MIGRATION_CONFLICT, with path and cause. What ends in the
// midst of it leaves a file that IsLeftOver knows.
absl::Status ApplyFileChanges(const std::string& directory, const std::vector<FileChange>& changes);

// Whether a name is that of a file with this ending while it changes.
bool IsLeftOver(std::string_view file, std::string_view ending);

// nullopt where there is none. MIGRATION_CONFLICT where it cannot be read, or is no regular file.
absl::StatusOr<std::optional<std::string>> ReadTextFile(const std::string& path);

}  // namespace ormd
