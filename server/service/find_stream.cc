#include "server/service/find_stream.h"

#include <memory>
#include <optional>
#include <utility>

#include "orm/base/error.h"
#include "orm/v1/entity_manager.pb.h"
#include "server/interceptor/call.h"
#include "server/service/find_parts.h"
#include "server/service/unary_call.h"
#include "server/wire/error.h"

namespace ormd {
namespace {

using orm::v1::Command;
using orm::v1::FindRequest;

// Either a task of the executor or a write of gRPC is under way, never both. Deletes itself when gRPC is done with it.
class FindStreamCall : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  FindStreamCall(const Host& host, CallInfo info, Context context)
      : host_(host), info_(std::move(info)), context_(std::move(context)) {}

  void Start(const grpc::ByteBuffer& bytes) {
    absl::StatusOr<CallTracker::Ticket> ticket = host_.tracker.Enter(context_.cancellation);
    if (!ticket.ok()) return End(ticket.status());
    ticket_ = *std::move(ticket);
    if (absl::Status status = host_.gate.status(); !status.ok()) return End(status);
    FindRequest request;
    if (absl::Status status = ParseRequest(host_, bytes, &request); !status.ok()) return End(status);
    command_->mutable_find()->Swap(request.mutable_find());
    request.scope().has_session() ? FindInSession(request.scope().session()) : FindAlone();
  }

 private:
  void FindAlone() {
    host_.executor.Submit([this] { Begin(FindInParts(host_, *command_, context_)); });
  }

  void FindInSession(const std::string& id) {
    absl::StatusOr<std::shared_ptr<Session>> session = host_.sessions.Find(id);
    if (!session.ok()) return End(session.status());
    (*session)->Submit(command_, context_, kPartBytes, [this](absl::StatusOr<Replies> replies) {
      if (!replies.ok()) return End(replies.status());
      Begin(PartsOf(host_, *std::move(replies)));
    });
  }

  void Begin(absl::StatusOr<std::unique_ptr<FindParts>> parts) {
    if (!parts.ok()) return End(parts.status());
    parts_ = *std::move(parts);
    WriteNext();
  }

  void WriteNext() {
    if (absl::Status status = context_.Check(); !status.ok()) return End(status);
    absl::StatusOr<std::optional<grpc::Slice>> part = parts_->Next();
    if (!part.ok()) return End(part.status());
    if (!part->has_value()) return End(absl::OkStatus());
    grpc::ByteBuffer bytes(&**part, 1);
    part_.Swap(&bytes);
    StartWrite(&part_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(absl::CancelledError("the client is gone"));
    host_.executor.Submit(Executor::Lane::kUrgent, [this] { WriteNext(); });
  }

  // Nothing of the call may be touched afterwards.
  void End(const absl::Status& fault) {
    const absl::Status status = host_.gate.Explain(fault);
    LogCall(info_, status);
    Finish(wire::ToGrpcStatus(status));
  }

  void OnCancel() override { host_.executor.Cancel(context_.cancellation); }
  void OnDone() override { delete this; }

  const Host& host_;
  const CallInfo info_;
  const Context context_;
  const std::shared_ptr<Command> command_ = std::make_shared<Command>();
  std::unique_ptr<FindParts> parts_;
  grpc::ByteBuffer part_;
  CallTracker::Ticket ticket_;
};

}  // namespace

RawService::WriteHandler FindStreamMethod(const Host& host) {
  return [&host](grpc::CallbackServerContext* context, const std::string& rpc, const grpc::ByteBuffer* request) {
    auto* call =
        new FindStreamCall(host, DescribeCall(*context, rpc), BoundCall(*context, host.settings.default_timeout));
    call->Start(*request);
    return call;
  };
}

}  // namespace ormd
