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
  enum class Step { kWait, kWrite, kFinish };

  void Send(const google::protobuf::Message& event) {
    const grpc::Slice bytes = wire::SerializeMessage(event);
    Step step;
    {
      absl::MutexLock lock(&mutex_);
      waiting_.emplace_back(&bytes, 1);
      step = Decide();
    }
    Take(step);
  }

  void End(const absl::Status& status) {
    Step step;
    {
      absl::MutexLock lock(&mutex_);
      end_ = status;
      step = Decide();
    }
    Take(step);
  }

  void OnWriteDone(bool ok) override {
    Step step;
    {
      absl::MutexLock lock(&mutex_);
      writing_ = false;
      // The task hears of a client that is gone by its context.
      if (!ok) waiting_.clear();
      step = Decide();
    }
    Take(step);
  }

  Step Decide() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_) return Step::kWait;
    if (!waiting_.empty()) {
      event_.Swap(&waiting_.front());
      waiting_.pop_front();
      writing_ = true;
      return Step::kWrite;
    }
    return end_.has_value() ? Step::kFinish : Step::kWait;
  }

  // Without the mutex: gRPC may call OnDone, which deletes this, before Finish returns.
  void Take(Step step) {
    if (step == Step::kWrite) StartWrite(&event_);
    if (step != Step::kFinish) return;
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
  grpc::ByteBuffer event_;  // of the write under way
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_;  // set once, under the mutex; nothing changes it before Finish
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
