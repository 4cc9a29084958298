// The flow of one session stream: when to read, when to write, when to end. Knows gRPC's buffers, not its calls.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <deque>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "orm/v1/session.pb.h"
#include "server/runtime/byte_budget.h"
#include "server/session/command_queue.h"

namespace ormd {

// The two directions of a stream. Each operation is followed by its event on SessionStream, on any thread, perhaps
// before the operation returns.
class StreamIo {
 public:
  virtual ~StreamIo() = default;
  virtual void Read(grpc::ByteBuffer* message) = 0;
  // `more_soon`: another write follows at once; the message may wait for it.
  virtual void Write(const grpc::ByteBuffer& message, bool more_soon) = 0;
  // The last operation.
  virtual void Finish(const absl::Status& status) = 0;
};

struct StreamOptions {
  // Commands that are read and not answered yet, and their bytes: beyond these the stream reads no further command.
  size_t window = 64;
  size_t window_bytes = 16u << 20;
  // Of answers not written yet: beyond these it begins no further command.
  size_t unwritten_bytes = 4u << 20;
  size_t max_message = 4u << 20;
  // What commands take while they are unanswered, beside other calls; a command beyond that is refused.
  ByteBudget* in_flight;
  CommandQueueOptions commands;
};

// Thread safe; held by shared_ptr. At most one read and one write are under way. When the client has ended its side,
// what it has sent is still run and answered; when it is gone, everything is cancelled. Both end the session.
class SessionStream : public std::enable_shared_from_this<SessionStream> {
 public:
  // `io` is used until Finish, or until OnGone. The executor outlives the stream.
  static std::shared_ptr<SessionStream> Make(std::shared_ptr<Session> session, Executor& executor,
                                             StreamOptions options, StreamIo* io);

  void Start();
  void OnReadDone(bool ok);
  void OnWriteDone(bool ok);
  // The client is gone, or the server ends the stream by force.
  void OnCancel();
  // `io` is gone.
  void OnGone();
  // From now on the stream ends as soon as it has nothing to answer and no transaction is open.
  void OnDrain();

 private:
  SessionStream(std::shared_ptr<Session> session, Executor& executor, StreamOptions options, StreamIo* io);
  // A command that was read.
  struct Unanswered {
    size_t bytes;
    ByteBudget::Share share;
  };
  // A message that waits to be written.
  struct Outgoing {
    grpc::ByteBuffer message;
    bool more_soon = false;
  };
  enum class Operation { kNone, kRead, kWrite, kFinish };

  void Receive(uint64_t id, const EncodedReply& reply, bool more_soon);
  // Takes in a message, after which the next one may be read: it must not overtake this one.
  void Accept(const grpc::ByteBuffer& message);
  void Refuse(const grpc::ByteBuffer& message, absl::Status fault);
  void ReadOn();
  void Parse(const grpc::ByteBuffer& message);

  // Begins all operations that are due, one thread at a time and without the lock, because their events may come at
  // once. Who changes the state calls it afterwards.
  void Drive();
  Operation Claim() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Begin(Operation operation, StreamIo* io);
  // The command that was read last is answered next.
  void MoveToFront();
  void Answered() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool WantsRead() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The status that the stream ends with; nullopt while it goes on.
  std::optional<absl::Status> End() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HoldNow() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const StreamOptions options_;
  const std::shared_ptr<Session> session_;
  Executor& executor_;
  // Set once, by Make. Its lock is taken after mutex_, or without it.
  std::shared_ptr<CommandQueue> commands_;

  absl::Mutex mutex_;
  StreamIo* io_ ABSL_GUARDED_BY(mutex_);  // nullptr once it may not be used any more
  bool driving_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ByteBuffer incoming_;  // gRPC's while it reads
  Outgoing outgoing_;          // being written while `writing_`
  absl::Status end_;           // of the claimed kFinish
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;  // or parsing what was read
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool input_ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;
  bool opened_ ABSL_GUARDED_BY(mutex_) = false;  // something was written
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Unanswered> unanswered_ ABSL_GUARDED_BY(mutex_);  // in the order of their answers
  size_t unanswered_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t unwritten_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<Outgoing> replies_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ormd
