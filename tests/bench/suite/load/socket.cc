#include "tests/bench/suite/load/socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

namespace ormd::bench {

namespace {

int ConnectTo(const addrinfo& address) {
  const int handle = socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
  const int on = 1;
  setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(handle, address.ai_addr, address.ai_addrlen) == 0) return handle;
  close(handle);
  return -1;
}

}  // namespace

int ConnectTcp(const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return -1;
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.substr(0, colon).c_str(), address.substr(colon + 1).c_str(), &hints, &found) != 0) return -1;
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, freeaddrinfo);
  int handle = -1;
  for (const addrinfo* next = found; next != nullptr && handle < 0; next = next->ai_next) handle = ConnectTo(*next);
  return handle;
}

}  // namespace ormd::bench
