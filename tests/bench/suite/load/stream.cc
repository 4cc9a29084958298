#include "tests/bench/suite/load/stream.h"

namespace ormd::bench {

void StreamAnswer::Complete(grpc::Status status) {
  answer_.status = std::move(status);
  complete_ = true;
  if (caller_) caller_.resume();
}

Stream::Stream(Link& link, const std::string& method, Judge judge)
    : link_(link), judge_(std::move(judge)), call_(link.stub.PrepareCall(&context_, method, link.loop.queue())) {
  call_->StartCall(&started_);
}

Stream::~Stream() {
  while (writing_) link_.loop.RunOne();
  if (!over_) {
    writing_ = true;
    call_->WritesDone(&written_);
  }
  while (writing_ || !over_) link_.loop.RunOne();
}

void Stream::Send(grpc::ByteBuffer message, StreamAnswer* answer, bool followed) {
  if (!status_.ok()) {
    if (answer != nullptr) answer->Complete(status_);
    return;
  }
  awaited_.push_back(answer);
  unsent_.push_back({std::move(message), followed});
  Write();
}

void Stream::Write() {
  if (writing_ || unsent_.empty()) return;
  writing_ = true;
  const Unsent next = std::move(unsent_.front());
  unsent_.pop_front();
  grpc::WriteOptions options;
  if (next.followed || !unsent_.empty()) options.set_buffer_hint();
  call_->Write(next.message, options, &written_);
}

void Stream::OnStarted(bool ok) {
  OnWritten(ok);
  call_->Read(&incoming_, &read_);
}

// A write that fails means that the stream has ended: the read that is under way tells why.
void Stream::OnWritten(bool ok) {
  writing_ = false;
  if (ok) Write();
}

void Stream::OnRead(bool ok) {
  if (!ok) return call_->Finish(&end_, &finished_);
  TakeIncoming();
}

void Stream::OnFinished(bool) {
  over_ = true;
  Fail(end_.ok() ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "the stream has ended") : end_);
}

void Stream::TakeIncoming() {
  bool last = true;
  grpc::Status status = judge_(incoming_, &last);
  StreamAnswer* const answer = awaited_.empty() ? nullptr : awaited_.front();
  if (answer != nullptr) answer->answer_.parts.push_back(incoming_);
  incoming_.Clear();
  call_->Read(&incoming_, &read_);
  if ((status.ok() && !last) || awaited_.empty()) return;
  awaited_.pop_front();
  if (answer != nullptr) {
    answer->Complete(std::move(status));
  } else if (!status.ok()) {
    Fail(status);
  }
}

void Stream::Fail(const grpc::Status& status) {
  status_ = status;
  std::deque<StreamAnswer*> awaited;
  awaited.swap(awaited_);
  unsent_.clear();
  for (StreamAnswer* answer : awaited) {
    if (answer != nullptr) answer->Complete(status);
  }
}

}  // namespace ormd::bench
