#include "tests/bench/suite/load/unary_call.h"

#include <utility>

namespace ormd::bench {

void UnaryCall::await_suspend(std::coroutine_handle<> caller) {
  caller_ = caller;
  reader_ = link_.stub.PrepareUnaryCall(&context_, method_, request_, link_.loop.queue());
  reader_->StartCall();
  reader_->Finish(&response_, &status_, static_cast<Event*>(this));
}

Answer UnaryCall::await_resume() {
  Answer answer{std::move(status_), {}};
  answer.parts.push_back(std::move(response_));
  return answer;
}

}  // namespace ormd::bench
