#include "server/runtime/bind_probe.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
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

}  // namespace

absl::Status ProbeAddress(const std::string& address) {
  if (address.starts_with("unix:")) return absl::OkStatus();
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return CannotListen(address, "an address is HOST:PORT or unix:PATH");
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const std::string host = HostOf(address, colon);
  const int failure = getaddrinfo(host.empty() ? nullptr : host.c_str(), address.c_str() + colon + 1, &hints, &found);
  if (failure != 0) return CannotListen(address, gai_strerror(failure));
  const Addresses addresses(found, freeaddrinfo);
  const int error = TryBind(*addresses);
  return error == 0 ? absl::OkStatus() : CannotListen(address, std::generic_category().message(error));
}

}  // namespace ormd
