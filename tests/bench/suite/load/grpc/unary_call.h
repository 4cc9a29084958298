// An awaitable unary call on a gRPC channel.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/async_unary_call.h>

#include <coroutine>
#include <memory>
#include <string>

#include "tests/bench/suite/load/answer.h"
#include "tests/bench/suite/load/grpc/buffer.h"
#include "tests/bench/suite/load/grpc/loop.h"

namespace ormd::bench {

// Awaited once. What it is given outlives it.
class GrpcCall final : private Event {
 public:
  GrpcCall(grpc::GenericStub& stub, Loop& loop, const std::string& method, const std::string& request)
      : stub_(stub), loop_(loop), method_(method), request_(ToBuffer(request)) {}
  GrpcCall(const GrpcCall&) = delete;
  GrpcCall& operator=(const GrpcCall&) = delete;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller);
  Answer await_resume();

 private:
  void Happen(bool) override { caller_.resume(); }

  grpc::GenericStub& stub_;
  Loop& loop_;
  const std::string& method_;
  const grpc::ByteBuffer request_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader_;
  grpc::ByteBuffer response_;
  grpc::Status status_;
  std::coroutine_handle<> caller_;
};

}  // namespace ormd::bench
