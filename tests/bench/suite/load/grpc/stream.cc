#include "tests/bench/suite/load/grpc/stream.h"

#include <utility>

#include "tests/bench/suite/load/grpc/buffer.h"

namespace ormd::bench {

GrpcStream::GrpcStream(grpc::GenericStub& stub, Loop& loop, const std::string& method, Judge judge)
    : Stream(std::move(judge)), loop_(loop), call_(stub.PrepareCall(&context_, method, loop.queue())) {
  call_->StartCall(&started_);
}

GrpcStream::~GrpcStream() {
  while (writing_) loop_.RunOne();
  if (!over_) {
    writing_ = true;
    call_->WritesDone(&written_);
  }
  while (writing_ || !over_) loop_.RunOne();
}

void GrpcStream::Write(std::string message, bool followed) {
  unsent_.push_back({ToBuffer(message), followed});
  WriteNext();
}

void GrpcStream::WriteNext() {
  if (writing_ || unsent_.empty()) return;
  writing_ = true;
  const Unsent next = std::move(unsent_.front());
  unsent_.pop_front();
  grpc::WriteOptions options;
  if (next.followed || !unsent_.empty()) options.set_buffer_hint();
  call_->Write(next.message, options, &written_);
}

void GrpcStream::OnStarted(bool ok) {
  OnWritten(ok);
  call_->Read(&incoming_, &read_);
}

// A write that fails means that the stream has ended: the read that is under way tells why.
void GrpcStream::OnWritten(bool ok) {
  writing_ = false;
  if (ok) WriteNext();
}

void GrpcStream::OnRead(bool ok) {
  if (!ok) return call_->Finish(&end_, &finished_);
  std::string message = ToBytes(incoming_);
  call_->Read(&incoming_, &read_);
  Take(std::move(message));
}

void GrpcStream::OnFinished(bool) {
  over_ = true;
  unsent_.clear();
  End(end_);
}

}  // namespace ormd::bench
