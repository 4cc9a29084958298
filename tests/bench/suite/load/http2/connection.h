// An HTTP/2 connection to a gRPC server, and the calls on it.
#pragma once

#include <grpcpp/support/status.h>
#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "tests/bench/suite/load/http2/message_reader.h"

namespace ormd::bench {

class Http2Connection;

// A call: messages go out, messages come in, and its end.
class Exchange {
 public:
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

 protected:
  explicit Exchange(Http2Connection& connection) : connection_(connection) {}
  // Gives the call up, where it is under way.
  virtual ~Exchange();

  // Once, before all else. `method` is "/package.Service/Method", and outlives the exchange.
  void Start(const std::string& method);
  void Put(const std::string& message);
  // No more messages will go out.
  void EndPutting();

  virtual void OnMessage(std::string message) = 0;
  // The last that is heard of the call; the exchange may be destroyed in it.
  virtual void OnEnd(const grpc::Status& status) = 0;

 private:
  friend class Http2Connection;

  // Moves bytes to be sent to `to`.
  ssize_t Fill(uint8_t* to, size_t most, uint32_t* flags);
  void Resume();
  void TakeHeader(std::string_view name, std::string_view value);
  // With the server's status; `otherwise`, where it has told none.
  void Finish(const grpc::Status& otherwise);

  Http2Connection& connection_;
  int32_t stream_ = 0;  // 0: not under way
  std::string unsent_;
  size_t sent_ = 0;       // of these
  bool whole_ = false;    // nothing is to follow
  bool waiting_ = false;  // for more to send
  MessageReader reader_;
  int code_ = -1;  // as the server gave it
  std::string words_;
};

// Not thread safe. Outlives its exchanges.
class Http2Connection {
 public:
  // `socket` is connected; the connection closes it.
  Http2Connection(int socket, std::string authority);
  Http2Connection(const Http2Connection&) = delete;
  Http2Connection& operator=(const Http2Connection&) = delete;
  ~Http2Connection();

  // -1 where the link is lost.
  int socket() const { return lost_ ? -1 : socket_; }
  // Sends what waits, as far as it goes. True where calls have ended meanwhile: all, if the link is lost.
  bool Flush();
  // Some of it did not go yet.
  bool congested() const { return !unsent_.empty(); }
  // Reads what is there.
  void Receive();

 private:
  friend class Exchange;

  struct Delete {
    void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
  };

  struct Callbacks;

  void Begin(Exchange& exchange, const std::string& method);
  void Abandon(Exchange& exchange);
  void Forget(Exchange& exchange);
  void Pack();
  void EndAll();

  const int socket_;
  const std::string authority_;
  std::unique_ptr<nghttp2_session, Delete> session_;
  std::string unsent_;
  std::vector<uint8_t> received_;
  absl::flat_hash_set<Exchange*> exchanges_;
  bool lost_ = false;
  bool ended_ = false;  // a call, since Flush began
};

}  // namespace ormd::bench
