#include "tests/driver/silent_server.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace ormd {
namespace {

constexpr char kName[] = "/.s.PGSQL.5432";

sockaddr_un AddressOf(const std::string& path) {
  sockaddr_un address = {AF_UNIX, {}};
  if (path.size() >= sizeof(address.sun_path)) throw std::runtime_error("the path of a socket is too long");
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

int Listen(const std::string& path) {
  const sockaddr_un address = AddressOf(path);
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  const bool bound = bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  if (!bound || listen(listener, 8) != 0) throw std::runtime_error("no socket to listen on");
  return listener;
}

int Connect(const std::string& path) {
  const sockaddr_un address = AddressOf(path);
  const int link = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(link, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("no server");
  }
  return link;
}

// False at its end.
bool Forward(int from, int to) {
  char bytes[4096];
  const ssize_t count = read(from, bytes, sizeof(bytes));
  return count > 0 && write(to, bytes, static_cast<size_t>(count)) == count;
}

}  // namespace

SilentServer::SilentServer(const std::string& socket_folder) : listener_(Listen(folder_.path() + kName)) {
  if (pipe(ending_) != 0) throw std::runtime_error("no pipe");
  thread_ = std::thread([this, target = socket_folder + kName] { Serve(target); });
}

SilentServer::~SilentServer() {
  close(ending_[1]);
  thread_.join();
  close(ending_[0]);
  close(listener_);
}

void SilentServer::Serve(const std::string& target) {
  const int client = accept(listener_, nullptr, nullptr);
  const int server = Connect(target);
  std::vector<int> ignored;
  pollfd polled[] = {{ending_[0], POLLIN, 0}, {client, POLLIN, 0}, {server, POLLIN, 0}, {listener_, POLLIN, 0}};
  while (poll(polled, 4, -1) > 0 && polled[0].revents == 0) {
    if (polled[1].revents != 0 && !Forward(client, server)) polled[1].fd = -1;
    if (polled[2].revents != 0 && !Forward(server, client)) polled[2].fd = -1;
    if (polled[3].revents != 0) ignored.push_back(accept(listener_, nullptr, nullptr));
  }
  for (const int link : ignored) close(link);
  close(client);
  close(server);
}

}  // namespace ormd
