// A kept-alive HTTP/1.1 connection.
#pragma once

#include <string>
#include <string_view>

namespace ormd::bench {

struct HttpResponse {
  int status = 0;  // 0: there is no answer, the connection is broken
  std::string body;
};

// Blocks. Not thread safe.
class HttpConnection {
 public:
  // `address` is HOST:PORT.
  explicit HttpConnection(const std::string& address);
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;
  ~HttpConnection();

  bool connected() const { return socket_ >= 0; }
  // A JSON body. After a response without a status nothing more may be posted.
  HttpResponse Post(std::string_view path, std::string_view body);

 private:
  bool Send(std::string_view bytes);
  // Waits until the buffer holds more than before.
  bool Receive();
  // Takes a line without its end, or so many bytes, from the buffer.
  bool TakeLine(std::string* line);
  bool TakeBytes(size_t count, std::string* out);
  bool ReadBody(HttpResponse* response);
  bool ReadChunks(std::string* body);

  const std::string address_;
  int socket_ = -1;
  std::string buffer_;
};

}  // namespace ormd::bench
