// One call of a client, and who reacts to what happens to it.
#pragma once

#include <grpcpp/alarm.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/async_stream.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>
#include <grpcpp/support/status.h>

#include <atomic>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "server/rpc/event.h"
#include "server/rpc/event_queue.h"
#include "server/rpc/method.h"

namespace ormd {

class RawService;
class ServerCall;

// Told of a call's events on the threads of its queue, or of a WriteUnlocked; must not block. Events of different
// operations may come beside each other, and those of operations as soon as these have begun: also while the method's
// handler still runs.
class Reactor {
 public:
  virtual void OnReadDone(bool /*ok*/) {}
  virtual void OnWriteDone(bool /*ok*/) {}
  // The client is gone, out of time, or has cancelled. Does not end the call: it must be finished all the same. Comes
  // once the handler has returned, perhaps while the call is being finished.
  virtual void OnCancel() {}
  // The last event, after the call was finished and the handler has returned. Nothing of the call or the reactor is
  // used afterwards.
  virtual void OnDone() = 0;

 protected:
  // Made by the method's handler, before it begins an operation.
  explicit Reactor(ServerCall* call);
  ~Reactor() = default;

  ServerCall& call() const { return call_; }

 private:
  ServerCall& call_;
};

// Operations may be begun on any thread; each is followed by its event. At most one read and one write are under way;
// the call is finished once, also beside these.
class ServerCall {
 public:
  // Waits for the next call of a method; deletes itself.
  static void Await(RawService& service, Method& method, EventQueue& queue);
  ServerCall(const ServerCall&) = delete;
  ServerCall& operator=(const ServerCall&) = delete;

  const grpc::ServerContext& context() const { return context_; }
  // "/orm.v1.EntityManager/Find"
  const std::string& rpc() const { return method_.path; }
  // Of a method whose client sends one message; empty once it was taken.
  const grpc::ByteBuffer& request() const { return request_; }
  grpc::ByteBuffer TakeRequest() { return std::exchange(request_, {}); }

  // Calls of this method that run, this one among them; those count that are answered and still on their way.
  size_t siblings() const { return method_.running.load(std::memory_order_relaxed); }

  void Read(grpc::ByteBuffer* message);
  void Write(const grpc::Slice& message) { Write(grpc::ByteBuffer(&message, 1), false); }
  // For callers that hold no lock: the event of the write, or one of any call that comes about meanwhile, may come on
  // this thread, before the function returns (caught_event.h). `more_soon`: another write follows at once; the message
  // may wait for it. Not for the first one: it brings the stream's header, without which no write ends.
  void WriteUnlocked(const grpc::ByteBuffer& message, bool more_soon);

  // Ends the call at that time as if the client had cancelled it, unless it has been finished: also one whose write
  // waits for a client who does not read. Called once at the most, before Finish or Reply.
  void CancelAt(absl::Time time);

  // The last operation, once: nothing of the call may be touched afterwards.
  void Finish(const grpc::Status& status);
  // The same with the one message of the answer.
  void Reply(const grpc::Slice& message);

 private:
  friend class RawService;
  friend class Reactor;

  // kStarting: until the handler returns; kEnded: the client's side has ended
  enum class Phase { kStarting, kRunning, kEnded };

  ServerCall(RawService& service, Method& method, EventQueue& queue);
  ~ServerCall() = default;

  void Write(const grpc::ByteBuffer& message, bool more_soon);
  void OnAccepted(bool ok);
  void Begin(bool ok);
  void OnRead(bool ok);
  void OnWritten(bool ok);
  void OnEnded(bool ok);
  void OnFinished(bool ok);
  void OnAlarm(bool ok);
  void StopAlarm();
  void TellEnd();
  void Leave();
  void Delete();

  RawService& service_;
  Method& method_;
  EventQueue& queue_;
  Reactor* reactor_ = nullptr;
  std::atomic<Phase> phase_ = Phase::kStarting;
  grpc::ServerContext context_;
  grpc::ByteBuffer request_;
  std::optional<grpc::Alarm> alarm_;
  grpc::ServerAsyncReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer> stream_{&context_};

  // Events that are still to come: at first that the client's side has ended, and that of finishing.
  std::atomic<int> awaited_ = 2;

  MemberEvent<ServerCall, &ServerCall::OnAccepted> accepted_{this};
  MemberEvent<ServerCall, &ServerCall::Begin> begin_{this};
  MemberEvent<ServerCall, &ServerCall::OnRead> read_{this};
  MemberEvent<ServerCall, &ServerCall::OnWritten> written_{this};
  MemberEvent<ServerCall, &ServerCall::OnEnded> ended_{this};
  MemberEvent<ServerCall, &ServerCall::OnFinished> finished_{this};
  MemberEvent<ServerCall, &ServerCall::OnAlarm> alarmed_{this};
};

}  // namespace ormd
