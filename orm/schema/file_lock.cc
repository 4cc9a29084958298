#include "orm/schema/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "orm/schema/errors.h"

namespace ormd {
namespace {

// Whoever held the lock before may have removed the file after it was opened here.
bool StandsAt(int file, const std::string& path) {
  struct stat opened, standing;
  return fstat(file, &opened) == 0 && stat(path.c_str(), &standing) == 0 && opened.st_dev == standing.st_dev &&
         opened.st_ino == standing.st_ino;
}

}  // namespace

FileLock::~FileLock() {
  if (file_ < 0) return;
  unlink(path_.c_str());
  close(file_);
}

absl::StatusOr<bool> FileLock::TryAcquire() {
  while (file_ < 0) {
    const int file = open(path_.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return LockFileUnusable(path_, std::strerror(errno));
    const int error = flock(file, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    if (error == 0 && StandsAt(file, path_)) {
      file_ = file;
      break;
    }
    close(file);
    if (error == EWOULDBLOCK) return false;
    if (error != 0 && error != EINTR) return LockFileUnusable(path_, std::strerror(error));
  }
  return true;
}

}  // namespace ormd
