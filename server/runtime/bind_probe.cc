#include "server/runtime/bind_probe.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string_view>
#include <system_error>

#include "orm/base/strings.h"
#include "server/runtime/errors.h"

namespace ormd {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

// "[::1]" without its brackets.
std::string HostOf(const std::string& address, size_t colon) {
  if (colon >= 2 && address.front() == '[' && address[colon - 1] == ']') return address.substr(1, colon - 2);
  return address.substr(0, colon);
}

constexpr std::string_view kUnix = "unix:";

// "/run/ormd.sock" of "unix:/run/ormd.sock" and of "unix:///run/ormd.sock".
std::string_view PathOf(std::string_view address) {
  address.remove_prefix(kUnix.size());
  if (address.starts_with("///")) address.remove_prefix(2);
  return address;
}

// 0 where nobody takes connections there, else an errno. EAGAIN is of a queue that is full.
int TryReach(const sockaddr_un& address) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return errno;
  const int error = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ? 0 : errno;
  close(fd);
  if (error == 0 || error == EAGAIN) return EADDRINUSE;
  return error == ECONNREFUSED || error == ENOENT ? 0 : error;
}

void RemoveSocket(const char* path) {
  struct stat file{};
  if (lstat(path, &file) == 0 && S_ISSOCK(file.st_mode)) unlink(path);
}

// 0, or the errno of the failure.
int TryBindUnix(std::string_view path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return ENAMETOOLONG;
  path.copy(address.sun_path, path.size());
  if (const int error = TryReach(address); error != 0) return error;
  RemoveSocket(address.sun_path);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const int error = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ? 0 : errno;
  close(fd);
  if (error == 0) RemoveSocket(address.sun_path);
  return error;
}

// 0, or the errno of the failure.
int TryBind(const addrinfo& address) {
  const int fd = socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
  if (fd < 0) return errno;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  const int error = bind(fd, address.ai_addr, address.ai_addrlen) == 0 && listen(fd, 1) == 0 ? 0 : errno;
  close(fd);
  return error;
}

absl::Status StatusOf(int error, const std::string& address) {
  return error == 0 ? absl::OkStatus() : CannotListen(address, std::generic_category().message(error));
}

}  // namespace

absl::Status ProbeAddress(const std::string& address) {
  if (address.starts_with(kUnix)) return StatusOf(TryBindUnix(PathOf(address)), address);
  const size_t colon = address.rfind(':');
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const std::string host = HostOf(address, colon);
  const int failure = getaddrinfo(host.empty() ? nullptr : host.c_str(), address.c_str() + colon + 1, &hints, &found);
  if (failure != 0) return CannotListen(address, gai_strerror(failure));
  const Addresses addresses(found, freeaddrinfo);
  return StatusOf(TryBind(*addresses), address);
}

}  // namespace ormd
