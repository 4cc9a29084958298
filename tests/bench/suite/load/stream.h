// A bidirectional stream on which every message sent is answered, in order.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>

#include <coroutine>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "tests/bench/suite/load/answer.h"
#include "tests/bench/suite/load/link.h"

namespace ormd::bench {

// Awaitable answer to one message of a stream. Stays where it is until it has been awaited.
class StreamAnswer {
 public:
  StreamAnswer() = default;
  StreamAnswer(const StreamAnswer&) = delete;
  StreamAnswer& operator=(const StreamAnswer&) = delete;

  bool await_ready() const noexcept { return complete_; }
  void await_suspend(std::coroutine_handle<> caller) noexcept { caller_ = caller; }
  Answer await_resume() { return std::move(answer_); }

 private:
  friend class Stream;

  // Goes on with the awaiting task.
  void Complete(grpc::Status status);

  Answer answer_;
  bool complete_ = false;
  std::coroutine_handle<> caller_;
};

// Messages may be sent before the answers to earlier ones have come; those that wait for a write go out in one.
class Stream {
 public:
  // Judges a message that arrived: sets `last` to whether it completes its answer.
  using Judge = std::function<grpc::Status(const grpc::ByteBuffer& message, bool* last)>;

  Stream(Link& link, const std::string& method, Judge judge);
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  // Ends the stream. No answer may be awaited any more.
  ~Stream();

  // Without `answer` (nullptr) the answer is dropped; if it is an error, the messages that follow fail with it.
  // `followed` promises another message right away: the two leave in one write.
  void Send(grpc::ByteBuffer message, StreamAnswer* answer, bool followed = false);

 private:
  // Lets a method be a tag.
  class Step final : public Event {
   public:
    Step(Stream* stream, void (Stream::*happen)(bool)) : stream_(stream), happen_(happen) {}
    void Happen(bool ok) override { (stream_->*happen_)(ok); }

   private:
    Stream* stream_;
    void (Stream::*happen_)(bool);
  };

  struct Unsent {
    grpc::ByteBuffer message;
    bool followed;
  };

  void OnStarted(bool ok);
  void OnWritten(bool ok);
  void OnRead(bool ok);
  void OnFinished(bool ok);
  void Write();
  // The message that arrived belongs to the first awaited answer.
  void TakeIncoming();
  void Fail(const grpc::Status& status);

  Link& link_;
  const Judge judge_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  Step started_{this, &Stream::OnStarted};
  Step written_{this, &Stream::OnWritten};
  Step read_{this, &Stream::OnRead};
  Step finished_{this, &Stream::OnFinished};

  std::deque<Unsent> unsent_;
  std::deque<StreamAnswer*> awaited_;
  grpc::ByteBuffer incoming_;
  grpc::Status status_;  // why the stream takes no more messages
  grpc::Status end_;
  bool writing_ = true;  // at first until the stream has started
  bool over_ = false;
};

}  // namespace ormd::bench
