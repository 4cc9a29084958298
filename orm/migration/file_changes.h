// Files that change together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace ormd {

struct FileChange {
  std::string path;
  std::optional<std::string> text;  // nullopt: the file goes
};

// All of them in their order or, where one fails, none; makes `directory`, in which they are. New texts are on disk
// before the first one takes its place. MIGRATION_CONFLICT, with path and cause.
absl::Status ApplyFileChanges(const std::string& directory, const std::vector<FileChange>& changes);

// nullopt where there is none. MIGRATION_CONFLICT where it cannot be read.
absl::StatusOr<std::optional<std::string>> ReadTextFile(const std::string& path);

}  // namespace ormd
