// A bidirectional stream on which every message sent is answered, in order.
#pragma once

#include <coroutine>
#include <deque>
#include <functional>
#include <string>
#include <utility>

#include "tests/bench/suite/load/answer.h"

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
  using Judge = std::function<grpc::Status(const std::string& message, bool* last)>;

  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  // Ends the stream. No answer may be awaited any more.
  virtual ~Stream() = default;

  // Without `answer` (nullptr) the answer is dropped; if it is an error, the messages that follow fail with it.
  // `followed` promises another message right away: the two leave in one write.
  void Send(std::string message, StreamAnswer* answer, bool followed = false);

 protected:
  explicit Stream(Judge judge) : judge_(std::move(judge)) {}

  virtual void Write(std::string message, bool followed) = 0;
  // A message arrived: it belongs to the first awaited answer.
  void Take(std::string message);
  // The stream has ended, for this reason or (ok) without one.
  void End(const grpc::Status& status);

 private:
  void Fail(const grpc::Status& status);

  const Judge judge_;
  std::deque<StreamAnswer*> awaited_;
  grpc::Status status_;  // why the stream takes no more messages
};

}  // namespace ormd::bench
