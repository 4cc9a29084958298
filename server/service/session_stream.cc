#include "server/service/session_stream.h"

#include <algorithm>
#include <utility>

#include "server/runtime/errors.h"
#include "server/service/errors.h"
#include "server/wire/message.h"

namespace ormd {

SessionStream::SessionStream(std::shared_ptr<Session> session, Executor& executor, StreamOptions options, StreamIo* io)
    : options_(options), session_(std::move(session)), executor_(executor), io_(io) {}

std::shared_ptr<SessionStream> SessionStream::Make(std::shared_ptr<Session> session, Executor& executor,
                                                   StreamOptions options, StreamIo* io) {
  std::shared_ptr<SessionStream> stream(new SessionStream(session, executor, options, io));
  auto receive = [weak = std::weak_ptr(stream)](uint64_t id, const EncodedReply& reply, bool more_soon) {
    if (auto receiver = weak.lock()) receiver->Receive(id, reply, more_soon);
  };
  stream->commands_ =
      std::make_shared<CommandQueue>(std::move(session), executor, options.commands, std::move(receive));
  return stream;
}

void SessionStream::Start() { Drive(); }

void SessionStream::OnReadDone(bool ok) {
  const auto self = shared_from_this();
  grpc::ByteBuffer message;
  bool fits = true;
  {
    absl::MutexLock lock(&mutex_);
    // What comes once the stream has been ended is not run: the client hears of no answer, and may send it again.
    ok = ok && io_ != nullptr && !gone_;
    if (ok) {
      message.Swap(&incoming_);
      std::optional<ByteBudget::Share> share = options_.in_flight->Take(message.Length());
      fits = share.has_value();
      unanswered_.push_back({message.Length(), fits ? *std::move(share) : ByteBudget::Share()});
      unanswered_bytes_ += message.Length();
    } else {
      reading_ = false;
      input_ended_ = true;
    }
  }
  if (!ok) return Drive();
  if (!fits) return Refuse(message, TooMuchInFlight());
  if (message.Length() <= wire::kParsedAtOnce) return Accept(message);
  executor_.Submit(Executor::Lane::kParse, [self, message] { self->Accept(message); });
}

void SessionStream::Accept(const grpc::ByteBuffer& message) {
  if (message.Length() > options_.max_message) return Refuse(message, RequestTooLarge());
  Parse(message);
  ReadOn();
}

void SessionStream::Refuse(const grpc::ByteBuffer& message, absl::Status fault) {
  commands_->PushFault(wire::ReadNumber(message, orm::v1::Command::kIdFieldNumber), std::move(fault));
  ReadOn();
}

void SessionStream::ReadOn() {
  {
    absl::MutexLock lock(&mutex_);
    reading_ = false;
  }
  Drive();
}

void SessionStream::Parse(const grpc::ByteBuffer& message) {
  auto command = wire::NewInArena<orm::v1::Command>(message.Length());
  absl::Status status = wire::ParseMessage(message, command.get());
  if (!status.ok()) return commands_->PushFault(command->id(), std::move(status));
  if (command->has_cancel()) MoveToFront();
  commands_->Push(std::move(command));
}

void SessionStream::Receive(uint64_t id, const EncodedReply& reply, bool more_soon) {
  grpc::ByteBuffer message = ReplyBytes(id, reply);
  {
    absl::MutexLock lock(&mutex_);
    if (io_ == nullptr || gone_) return;
    if (!reply.more) Answered();
    unwritten_bytes_ += message.Length();
    replies_.push_back({std::move(message), more_soon});
    if (HoldNow()) commands_->Hold(true);
  }
  Drive();
}

void SessionStream::OnWriteDone(bool ok) {
  if (!ok) return OnCancel();
  const auto self = shared_from_this();
  bool resume = false;
  {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    const bool held = HoldNow();
    unwritten_bytes_ -= outgoing_.message.Length();
    outgoing_ = {};
    resume = held && !HoldNow();
  }
  if (resume) commands_->Hold(false);
  Drive();
}

void SessionStream::OnCancel() {
  const auto self = shared_from_this();
  {
    absl::MutexLock lock(&mutex_);
    gone_ = true;
    input_ended_ = true;
    unanswered_.clear();
    unanswered_bytes_ = 0;
    replies_.clear();
  }
  Drive();
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
  const auto self = shared_from_this();
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
  }
  Drive();
}

void SessionStream::Drive() {
  const auto self = shared_from_this();
  mutex_.Lock();
  if (std::exchange(driving_, true)) return mutex_.Unlock();
  while (true) {
    StreamIo* io = io_;
    const Operation operation = Claim();
    if (operation == Operation::kNone) break;
    mutex_.Unlock();
    Begin(operation, io);
    mutex_.Lock();
  }
  driving_ = false;
  mutex_.Unlock();
}

SessionStream::Operation SessionStream::Claim() {
  if (io_ == nullptr) return Operation::kNone;
  if (!writing_ && !replies_.empty()) {
    writing_ = true;
    outgoing_ = std::move(replies_.front());
    replies_.pop_front();
    // The first write brings the stream's header, without which gRPC ends no write: it must not wait.
    outgoing_.more_soon = std::exchange(opened_, true) && (outgoing_.more_soon || !replies_.empty());
    return Operation::kWrite;
  }
  if (WantsRead()) {
    reading_ = true;
    return Operation::kRead;
  }
  std::optional<absl::Status> end = End();
  if (!end.has_value()) return Operation::kNone;
  end_ = *std::move(end);
  io_ = nullptr;
  return Operation::kFinish;
}

void SessionStream::Begin(Operation operation, StreamIo* io) {
  switch (operation) {
    case Operation::kRead:
      return io->Read(&incoming_);
    case Operation::kWrite:
      return io->Write(outgoing_.message, outgoing_.more_soon);
    case Operation::kFinish:
      return io->Finish(end_);
    case Operation::kNone:
      return;
  }
}

// A Cancel is answered before the commands that wait.
void SessionStream::MoveToFront() {
  absl::MutexLock lock(&mutex_);
  if (unanswered_.empty()) return;  // the client is gone
  std::rotate(unanswered_.begin(), unanswered_.end() - 1, unanswered_.end());
}

void SessionStream::Answered() {
  unanswered_bytes_ -= unanswered_.front().bytes;
  unanswered_.pop_front();
}

bool SessionStream::WantsRead() const {
  const size_t unfinished = unanswered_.size() + replies_.size() + (writing_ ? 1 : 0);
  return !reading_ && !input_ended_ && unfinished < options_.window && unanswered_bytes_ < options_.window_bytes;
}

std::optional<absl::Status> SessionStream::End() const {
  if (gone_) return draining_ ? ServerDraining() : absl::CancelledError("the client is gone");
  if (writing_ || !unanswered_.empty() || !replies_.empty()) return std::nullopt;
  if (input_ended_) return absl::OkStatus();
  if (draining_ && !session_->in_transaction()) return ServerDraining();
  return std::nullopt;
}

bool SessionStream::HoldNow() const { return unwritten_bytes_ > options_.unwritten_bytes; }

}  // namespace ormd
