#include "orm/migration/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "orm/migration/errors.h"

namespace ormd {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);
constexpr absl::Duration kPause = absl::Milliseconds(10);

// Others hold it for as long as it takes to compare two schemas and to write some files.
bool Lock(int file, int operation) {
  const absl::Time end = absl::Now() + kPatience;
  while (flock(file, operation | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return true;
    if (absl::Now() >= end) return false;
    absl::SleepFor(kPause);
  }
  return true;
}

// Whether the open file is still the one of that path: who waits for a lock may get that of a directory that is gone.
bool StandsAs(int file, const std::string& path) {
  struct stat opened = {}, named = {};
  return fstat(file, &opened) == 0 && stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

}  // namespace

absl::StatusOr<DirectoryLock> DirectoryLock::Acquire(const std::string& directory, Mode mode) {
  const int file = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0 && mode == Mode::kWrite) return FileUnwritable(directory, std::strerror(errno));
  DirectoryLock lock(file);
  if (file >= 0 && !Lock(file, mode == Mode::kWrite ? LOCK_EX : LOCK_SH)) return DirectoryInUse(directory);
  if (mode == Mode::kWrite && !StandsAs(file, directory)) return FileUnwritable(directory, "somebody has removed it");
  return lock;
}

DirectoryLock::~DirectoryLock() {
  if (file_ >= 0) close(file_);
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

}  // namespace ormd
