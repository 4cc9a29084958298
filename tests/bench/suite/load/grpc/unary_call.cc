#include "tests/bench/suite/load/grpc/unary_call.h"

#include <utility>

namespace ormd::bench {

void GrpcCall::await_suspend(std::coroutine_handle<> caller) {
  caller_ = caller;
  reader_ = stub_.PrepareUnaryCall(&context_, method_, request_, loop_.queue());
  reader_->StartCall();
  reader_->Finish(&response_, &status_, static_cast<Event*>(this));
}

Answer GrpcCall::await_resume() {
  Answer answer{std::move(status_), {}};
  answer.parts.push_back(ToBytes(response_));
  return answer;
}

}  // namespace ormd::bench
