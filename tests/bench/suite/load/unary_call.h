// An awaitable unary call.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/async_unary_call.h>

#include <coroutine>
#include <memory>
#include <string>

#include "tests/bench/suite/load/answer.h"
#include "tests/bench/suite/load/link.h"

namespace ormd::bench {

// Awaited once.
class UnaryCall final : private Event {
 public:
  // `method` ("/package.Service/Method") and `request` outlive the call.
  UnaryCall(Link& link, const std::string& method, const grpc::ByteBuffer& request)
      : link_(link), method_(method), request_(request) {}
  UnaryCall(const UnaryCall&) = delete;
  UnaryCall& operator=(const UnaryCall&) = delete;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller);
  Answer await_resume();

 private:
  void Happen(bool) override { caller_.resume(); }

  Link& link_;
  const std::string& method_;
  const grpc::ByteBuffer& request_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader_;
  grpc::ByteBuffer response_;
  grpc::Status status_;
  std::coroutine_handle<> caller_;
};

}  // namespace ormd::bench
