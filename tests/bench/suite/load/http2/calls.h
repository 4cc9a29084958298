// Unary calls and streams on an HTTP/2 connection.
#pragma once

#include <coroutine>
#include <string>
#include <utility>

#include "tests/bench/suite/load/answer.h"
#include "tests/bench/suite/load/http2/connection.h"
#include "tests/bench/suite/load/stream.h"
#include "tests/bench/suite/load/transport.h"

namespace ormd::bench {

// An awaitable unary call. Awaited once; what it is given outlives it.
class Http2Call final : private Exchange {
 public:
  Http2Call(Http2Connection& connection, const std::string& method, const std::string& request)
      : Exchange(connection), method_(method), request_(request) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) {
    caller_ = caller;
    Start(method_);
    Put(request_);
    EndPutting();
  }
  Answer await_resume() { return std::move(answer_); }

 private:
  void OnMessage(std::string message) override { answer_.parts.push_back(std::move(message)); }
  void OnEnd(const grpc::Status& status) override {
    const bool whole = !status.ok() || answer_.parts.size() == 1;
    answer_.status = whole ? status : grpc::Status(grpc::StatusCode::INTERNAL, "no answer, or more than one");
    caller_.resume();
  }

  const std::string& method_;
  const std::string& request_;
  Answer answer_;
  std::coroutine_handle<> caller_;
};

class Http2Stream final : public Stream, private Exchange {
 public:
  Http2Stream(Transport& transport, Http2Connection& connection, const std::string& method, Judge judge)
      : Stream(std::move(judge)), Exchange(connection), transport_(transport) {
    Start(method);
  }
  ~Http2Stream() override {
    EndPutting();
    while (!over_) transport_.RunOne();
  }

 private:
  // Messages leave when the thread waits next: all that were sent until then, together.
  void Write(std::string message, bool) override { Put(message); }
  void OnMessage(std::string message) override { Take(std::move(message)); }
  void OnEnd(const grpc::Status& status) override {
    over_ = true;
    End(status);
  }

  Transport& transport_;
  bool over_ = false;
};

}  // namespace ormd::bench
