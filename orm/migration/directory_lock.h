// A lock between processes on a directory of files that belong together.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace ormd {

// The operating system's lock on the directory itself, which leaves nothing behind: the kernel gives it back when the
// holder ends, however that happens. Two objects exclude each other within a process too, unless both read. File
// systems without locks of directories (NFS) have none.
class DirectoryLock {
 public:
  enum class Mode { kRead, kWrite };

  // Waits some seconds, then MIGRATION_CONFLICT; this too where a directory to write to cannot be opened. One to read
  // from that cannot be opened stays unlocked: reading it tells why.
  static absl::StatusOr<DirectoryLock> Acquire(const std::string& directory, Mode mode);

  ~DirectoryLock();
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&&) = delete;

 private:
  explicit DirectoryLock(int file) : file_(file) {}

  int file_;
};

}  // namespace ormd
