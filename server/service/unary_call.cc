#include "server/service/unary_call.h"

#include <memory>
#include <utility>

#include "orm/base/error.h"
#include "server/service/admission.h"
#include "server/service/errors.h"
#include "server/wire/error.h"
#include "server/wire/message.h"

namespace ormd {
namespace {

// Deletes itself when the call is done.
class UnaryCall final : public Reactor {
 public:
  UnaryCall(const Host& host, ServerCall* call, absl::Duration default_timeout)
      : Reactor(call),
        executor_(host.executor),
        gate_(host.gate),
        info_(DescribeCall(call->context(), call->rpc())),
        context_(BoundCall(call->context(), default_timeout)) {}

  void Start(const Host& host, const CallHandler& handler) {
    absl::StatusOr<Admission> admission = Admit(host, call(), context_);
    if (!admission.ok()) return Finish(admission.status());
    admission_ = *std::move(admission);
    if (call().request().Length() <= wire::kParsedAtOnce) return Handle(handler);
    executor_.Submit(Executor::Lane::kParse, [this, &handler] { Handle(handler); });
  }

 private:
  void Handle(const CallHandler& handler) {
    handler(call(), context_, [this](absl::StatusOr<grpc::Slice> answer) { Answer(answer); });
  }

  void Answer(const absl::StatusOr<grpc::Slice>& answer) {
    if (!answer.ok()) return Finish(gate_.Explain(answer.status()));
    LogCall(info_, absl::OkStatus());
    call().Reply(*answer);
  }

  // Nothing of the call may be touched afterwards.
  void Finish(const absl::Status& status) {
    LogCall(info_, status);
    call().Finish(wire::ToGrpcStatus(status));
  }

  void OnCancel() override { executor_.Cancel(context_.cancellation); }
  void OnDone() override { delete this; }

  Executor& executor_;
  const SchemaGate& gate_;
  const CallInfo info_;
  const Context context_;
  Admission admission_;
};

}  // namespace

RawService::Handler UnaryMethod(const Host& host, CallHandler handler) {
  return UnaryMethod(host, host.settings.default_timeout, std::move(handler));
}

RawService::Handler UnaryMethod(const Host& host, absl::Duration default_timeout, CallHandler handler) {
  return [&host, default_timeout, handler = std::move(handler)](ServerCall* call) {
    (new UnaryCall(host, call, default_timeout))->Start(host, handler);
  };
}

absl::Status ParseRequest(const Host& host, ServerCall& call, google::protobuf::Message* out) {
  const grpc::ByteBuffer request = call.TakeRequest();
  if (request.Length() > host.settings.max_message) return RequestTooLarge();
  return wire::ParseMessage(request, out);
}

}  // namespace ormd
