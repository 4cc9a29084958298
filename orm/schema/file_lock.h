// A lock between processes that no crash leaves behind.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace ormd {

// The operating system's lock on a file that is made for it, and removed by its last holder. The kernel gives it back
// when the holder ends, however that happens; the file that then stays is no obstacle. Not thread safe; two objects
// exclude each other within a process too.
class FileLock {
 public:
  explicit FileLock(std::string path) : path_(std::move(path)) {}
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  // Does not wait. False where somebody else holds it; LOCK_NOT_AVAILABLE, naming the file, where it cannot be made.
  absl::StatusOr<bool> TryAcquire();

 private:
  const std::string path_;
  int file_ = -1;
};

}  // namespace ormd
