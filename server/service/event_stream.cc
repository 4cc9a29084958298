#include "server/service/event_stream.h"

#include <deque>
#include <optional>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "server/interceptor/call.h"
#include "server/service/unary_call.h"
#include "server/wire/error.h"
#include "server/wire/message.h"

namespace ormd {
namespace {

// Deletes itself when gRPC is done with it, which is after Finish: after the task's end.
class EventStreamCall : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  EventStreamCall(const Host& host, CallInfo info, Context context)
      : executor_(host.executor), info_(std::move(info)), context_(std::move(context)) {}

  void Start(const Host& host, const grpc::ByteBuffer& request, const EventTask& task) {
    absl::StatusOr<CallTracker::Ticket> ticket = host.tracker.Enter(context_.cancellation);
    if (!ticket.ok()) return End(ticket.status());
    ticket_ = *std::move(ticket);
    executor_.Submit([this, request, &task] {
      End(task(request, context_, [this](const google::protobuf::Message& event) { Send(event); }));
    });
  }

 private:
  void Send(const google::protobuf::Message& event) {
    grpc::ByteBuffer bytes = wire::SerializeMessage(event);
    absl::MutexLock lock(&mutex_);
    waiting_.push_back(std::move(bytes));
    Proceed();
  }

  void End(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    end_ = status;
    Proceed();
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    // The task hears of a client that is gone by its context.
    if (!ok) waiting_.clear();
    Proceed();
  }

  // Starts the next write, or finishes where all is said.
  void Proceed() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_) return;
    if (!waiting_.empty()) {
      event_.Swap(&waiting_.front());
      waiting_.pop_front();
      writing_ = true;
      return StartWrite(&event_);
    }
    if (!end_.has_value()) return;
    LogCall(info_, *end_);
    Finish(wire::ToGrpcStatus(*end_));
  }

  void OnCancel() override { executor_.Cancel(context_.cancellation); }
  void OnDone() override { delete this; }

  Executor& executor_;
  const CallInfo info_;
  const Context context_;
  CallTracker::Ticket ticket_;
  absl::Mutex mutex_;
  std::deque<grpc::ByteBuffer> waiting_ ABSL_GUARDED_BY(mutex_);
  grpc::ByteBuffer event_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

RawService::WriteHandler EventStreamMethod(const Host& host, EventTask task) {
  return [&host, task = std::move(task)](grpc::CallbackServerContext* context, const std::string& rpc,
                                         const grpc::ByteBuffer* request) {
    auto* call = new EventStreamCall(host, DescribeCall(*context, rpc), BoundCall(*context, absl::InfiniteDuration()));
    call->Start(host, *request, task);
    return call;
  };
}

}  // namespace ormd
