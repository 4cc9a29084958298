#include "tests/bench/suite/load/stream.h"

namespace ormd::bench {

void StreamAnswer::Complete(grpc::Status status) {
  answer_.status = std::move(status);
  complete_ = true;
  if (caller_) caller_.resume();
}

void Stream::Send(std::string message, StreamAnswer* answer, bool followed) {
  if (!status_.ok()) {
    if (answer != nullptr) answer->Complete(status_);
    return;
  }
  awaited_.push_back(answer);
  Write(std::move(message), followed);
}

void Stream::Take(std::string message) {
  bool last = true;
  grpc::Status status = judge_(message, &last);
  StreamAnswer* const answer = awaited_.empty() ? nullptr : awaited_.front();
  if (answer != nullptr) answer->answer_.parts.push_back(std::move(message));
  if ((status.ok() && !last) || awaited_.empty()) return;
  awaited_.pop_front();
  if (answer != nullptr) {
    answer->Complete(std::move(status));
  } else if (!status.ok()) {
    Fail(status);
  }
}

void Stream::End(const grpc::Status& status) {
  Fail(status.ok() ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "the stream has ended") : status);
}

void Stream::Fail(const grpc::Status& status) {
  status_ = status;
  std::deque<StreamAnswer*> awaited;
  awaited.swap(awaited_);
  for (StreamAnswer* answer : awaited) {
    if (answer != nullptr) answer->Complete(status);
  }
}

}  // namespace ormd::bench
