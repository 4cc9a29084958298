#include "server/service/session_stream.h"

#include <utility>

#include "server/runtime/errors.h"
#include "server/service/errors.h"
#include "server/wire/message.h"

namespace ormd {

SessionStream::SessionStream(std::shared_ptr<Session> session, StreamOptions options, StreamIo* io)
    : options_(options), session_(std::move(session)), io_(io) {}

std::shared_ptr<SessionStream> SessionStream::Make(std::shared_ptr<Session> session, Executor& executor,
                                                   StreamOptions options, StreamIo* io) {
  std::shared_ptr<SessionStream> stream(new SessionStream(session, options, io));
  auto receive = [weak = std::weak_ptr(stream)](orm::v1::Reply reply) {
    if (auto receiver = weak.lock()) receiver->Receive(std::move(reply));
  };
  stream->commands_ =
      std::make_shared<CommandQueue>(std::move(session), executor, options.commands, std::move(receive));
  return stream;
}

void SessionStream::Start() {
  absl::MutexLock lock(&mutex_);
  ReadMore();
}

void SessionStream::OnReadDone(bool ok) {
  grpc::ByteBuffer message;
  {
    absl::MutexLock lock(&mutex_);
    reading_ = false;
    if (!ok) {
      input_ended_ = true;
      return EndIfDone();
    }
    message.Swap(&incoming_);
    ++unanswered_;
  }
  Accept(message);
  absl::MutexLock lock(&mutex_);
  ReadMore();
}

void SessionStream::Accept(const grpc::ByteBuffer& message) {
  orm::v1::Command command;
  absl::Status status =
      message.Length() > options_.max_message ? RequestTooLarge() : wire::ParseMessage(message, &command);
  if (status.ok()) return commands_->Push(std::move(command));
  commands_->PushFault(command.id(), std::move(status));
}

void SessionStream::Receive(orm::v1::Reply reply) {
  absl::MutexLock lock(&mutex_);
  if (io_ == nullptr) return;
  if (!reply.more()) --unanswered_;
  unwritten_bytes_ += reply.ByteSizeLong();
  replies_.push_back(std::move(reply));
  if (HoldNow()) commands_->Hold(true);
  WriteMore();
}

void SessionStream::OnWriteDone(bool ok) {
  if (!ok) return OnCancel();
  bool resume = false;
  {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    const bool held = HoldNow();
    unwritten_bytes_ -= outgoing_.Length();
    outgoing_.Clear();
    resume = held && !HoldNow();
    WriteMore();
    ReadMore();
    EndIfDone();
  }
  if (resume) commands_->Hold(false);
}

void SessionStream::OnCancel() {
  {
    absl::MutexLock lock(&mutex_);
    input_ended_ = true;
    unanswered_ = 0;
    replies_.clear();
    if (io_ != nullptr) std::exchange(io_, nullptr)->Finish(absl::CancelledError("the client is gone"));
  }
  commands_->Stop();
}

void SessionStream::OnGone() {
  {
    absl::MutexLock lock(&mutex_);
    io_ = nullptr;
  }
  commands_->Stop();
}

void SessionStream::OnDrain() {
  absl::MutexLock lock(&mutex_);
  draining_ = true;
  EndIfDone();
}

void SessionStream::ReadMore() {
  const size_t unfinished = unanswered_ + replies_.size() + (writing_ ? 1 : 0);
  if (io_ == nullptr || reading_ || input_ended_ || unfinished >= options_.window) return;
  reading_ = true;
  io_->Read(&incoming_);
}

void SessionStream::WriteMore() {
  if (io_ == nullptr || writing_ || replies_.empty()) return;
  writing_ = true;
  outgoing_ = wire::SerializeMessage(replies_.front());
  replies_.pop_front();
  io_->Write(&outgoing_);
}

void SessionStream::EndIfDone() {
  if (io_ == nullptr || writing_ || unanswered_ > 0 || !replies_.empty()) return;
  if (input_ended_) {
    std::exchange(io_, nullptr)->Finish(absl::OkStatus());
  } else if (draining_ && !session_->in_transaction()) {
    std::exchange(io_, nullptr)->Finish(ServerDraining());
  }
}

bool SessionStream::HoldNow() const { return unwritten_bytes_ > options_.unwritten_bytes; }

}  // namespace ormd
