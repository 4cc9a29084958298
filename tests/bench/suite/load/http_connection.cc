#include "tests/bench/suite/load/http_connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/match.h"
#include "orm/base/strings.h"
#include "tests/bench/suite/load/socket.h"

namespace ormd::bench {
namespace {

constexpr size_t kReceiveBytes = 16 << 10;

}  // namespace

HttpConnection::HttpConnection(const std::string& address) : address_(address), socket_(ConnectTcp(address)) {}

HttpConnection::~HttpConnection() {
  if (socket_ >= 0) close(socket_);
}

HttpResponse HttpConnection::Post(std::string_view path, std::string_view body) {
  HttpResponse response;
  const std::string request =
      StrCat("POST ", path, " HTTP/1.1\r\nHost: ", address_, "\r\nContent-Type: application/json\r\n",
             "Accept: application/json\r\nContent-Length: ", body.size(), "\r\n\r\n", body);
  if (!Send(request) || !ReadBody(&response)) response.status = 0;
  return response;
}

bool HttpConnection::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool HttpConnection::Receive() {
  const size_t held = buffer_.size();
  buffer_.resize(held + kReceiveBytes);
  const ssize_t received = recv(socket_, buffer_.data() + held, kReceiveBytes, 0);
  buffer_.resize(held + static_cast<size_t>(received > 0 ? received : 0));
  return received > 0;
}

bool HttpConnection::TakeLine(std::string* line) {
  size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (!Receive()) return false;
  }
  line->assign(buffer_, 0, end);
  buffer_.erase(0, end + 2);
  return true;
}

bool HttpConnection::TakeBytes(size_t count, std::string* out) {
  while (buffer_.size() < count) {
    if (!Receive()) return false;
  }
  out->append(buffer_, 0, count);
  buffer_.erase(0, count);
  return true;
}

bool HttpConnection::ReadBody(HttpResponse* response) {
  std::string line;
  if (!TakeLine(&line) || !absl::StartsWith(line, "HTTP/1.1 ")) return false;
  response->status = std::atoi(line.c_str() + 9);
  size_t length = 0;
  bool chunked = false;
  while (TakeLine(&line) && !line.empty()) {
    if (absl::StartsWithIgnoreCase(line, "content-length:")) {
      length = std::strtoul(line.c_str() + line.find(':') + 1, nullptr, 10);
    } else if (absl::StartsWithIgnoreCase(line, "transfer-encoding:")) {
      chunked = absl::EndsWithIgnoreCase(line, "chunked");
    }
  }
  return line.empty() && (chunked ? ReadChunks(&response->body) : TakeBytes(length, &response->body));
}

bool HttpConnection::ReadChunks(std::string* body) {
  for (;;) {
    std::string line;
    if (!TakeLine(&line)) return false;
    const size_t size = std::strtoul(line.c_str(), nullptr, 16);
    if (!TakeBytes(size, body) || !TakeLine(&line)) return false;
    if (size == 0) return true;
  }
}

}  // namespace ormd::bench
