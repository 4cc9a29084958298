#include "server/service/event_stream.h"

#include <deque>
#include <optional>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "server/interceptor/call.h"
#include "server/service/admission.h"
#include "server/service/unary_call.h"
#include "server/wire/error.h"
#include "server/wire/message.h"

namespace ormd {
namespace {

// Deletes itself when the call is done, which is after Finish: after the task's end.
class EventStreamCall final : public Reactor {
 public:
  EventStreamCall(const Host& host, ServerCall* call)
      : Reactor(call),
        executor_(host.executor),
        info_(DescribeCall(call->context(), call->rpc())),
        context_(BoundCall(call->context(), absl::InfiniteDuration())) {}

  void Start(const Host& host, const EventTask& task) {
    absl::StatusOr<Admission> admission = Admit(host, call(), context_);
    if (!admission.ok()) return End(admission.status());
    admission_ = *std::move(admission);
    executor_.Submit(Executor::Lane::kSchema, [this, &task] {
      End(task(call(), context_, [this](const google::protobuf::Message& event) { Send(event); }));
    });
  }

 private:
  enum class Step { kWait, kWrite, kFinish };

  void Send(const google::protobuf::Message& event) {
    grpc::Slice bytes = wire::SerializeMessage(event);
    Step step;
    {
      absl::MutexLock lock(&mutex_);
      waiting_.push_back(std::move(bytes));
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
      event_ = std::move(waiting_.front());
      waiting_.pop_front();
      writing_ = true;
      return Step::kWrite;
    }
    return end_.has_value() ? Step::kFinish : Step::kWait;
  }

  // Without the mutex: OnDone, which deletes this, may come before Finish returns.
  void Take(Step step) {
    if (step == Step::kWrite) call().Write(event_);
    if (step != Step::kFinish) return;
    LogCall(info_, *end_);
    call().Finish(wire::ToGrpcStatus(*end_));
  }

  void OnCancel() override { executor_.Cancel(context_.cancellation); }
  void OnDone() override { delete this; }

  Executor& executor_;
  const CallInfo info_;
  const Context context_;
  Admission admission_;
  absl::Mutex mutex_;
  std::deque<grpc::Slice> waiting_ ABSL_GUARDED_BY(mutex_);
  grpc::Slice event_;  // of the write under way
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_;  // set once, under the mutex; nothing changes it before Finish
};

}  // namespace

RawService::Handler EventStreamMethod(const Host& host, EventTask task) {
  return [&host, task = std::move(task)](ServerCall* call) { (new EventStreamCall(host, call))->Start(host, task); };
}

}  // namespace ormd
