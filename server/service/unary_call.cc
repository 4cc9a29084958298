#include "server/service/unary_call.h"

#include <memory>
#include <utility>

#include "orm/base/error.h"
#include "server/service/errors.h"
#include "server/wire/error.h"
#include "server/wire/message.h"

namespace ormd {
namespace {

// Deletes itself when gRPC is done with it.
class UnaryCall : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(const Host& host, CallInfo info, Context context, grpc::ByteBuffer* reply)
      : executor_(host.executor),
        gate_(host.gate),
        info_(std::move(info)),
        context_(std::move(context)),
        reply_(reply) {}

  void Start(const Host& host, const grpc::ByteBuffer& request, const CallHandler& handler) {
    absl::StatusOr<CallTracker::Ticket> ticket = host.tracker.Enter(context_.cancellation);
    if (!ticket.ok()) return Finish(ticket.status());
    ticket_ = *std::move(ticket);
    handler(request, context_, [this](absl::StatusOr<grpc::Slice> answer) { Answer(answer); });
  }

 private:
  void Answer(const absl::StatusOr<grpc::Slice>& answer) {
    if (!answer.ok()) return Finish(gate_.Explain(answer.status()));
    grpc::ByteBuffer reply(&*answer, 1);
    reply_->Swap(&reply);
    Finish(absl::OkStatus());
  }

  // Nothing of the call may be touched afterwards.
  void Finish(const absl::Status& status) {
    LogCall(info_, status);
    grpc::ServerUnaryReactor::Finish(wire::ToGrpcStatus(status));
  }

  void OnCancel() override { executor_.Cancel(context_.cancellation); }
  void OnDone() override { delete this; }
  // What gRPC calls here does not block: it needs no thread of its own for it.
  bool InternalInlineable() override { return true; }

  Executor& executor_;
  const SchemaGate& gate_;
  const CallInfo info_;
  const Context context_;
  grpc::ByteBuffer* const reply_;
  CallTracker::Ticket ticket_;
};

}  // namespace

RawService::UnaryHandler UnaryMethod(const Host& host, CallHandler handler) {
  return UnaryMethod(host, host.settings.default_timeout, std::move(handler));
}

RawService::UnaryHandler UnaryMethod(const Host& host, absl::Duration default_timeout, CallHandler handler) {
  return [&host, default_timeout, handler = std::move(handler)](grpc::CallbackServerContext* context,
                                                                const std::string& rpc, const grpc::ByteBuffer* request,
                                                                grpc::ByteBuffer* reply) {
    auto* call = new UnaryCall(host, DescribeCall(*context, rpc), BoundCall(*context, default_timeout), reply);
    call->Start(host, *request, handler);
    return call;
  };
}

absl::Status CheckSize(const Host& host, const grpc::ByteBuffer& request) {
  return request.Length() <= host.settings.max_message ? absl::OkStatus() : RequestTooLarge();
}

absl::Status ParseRequest(const Host& host, const grpc::ByteBuffer& request, google::protobuf::Message* out) {
  ORMD_RETURN_IF_ERROR(CheckSize(host, request));
  return wire::ParseMessage(request, out);
}

}  // namespace ormd
