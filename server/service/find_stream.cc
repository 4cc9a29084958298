#include "server/service/find_stream.h"

#include <memory>
#include <optional>
#include <utility>

#include "orm/base/error.h"
#include "orm/v1/entity_manager.pb.h"
#include "server/interceptor/call.h"
#include "server/service/admission.h"
#include "server/service/find_parts.h"
#include "server/service/unary_call.h"
#include "server/wire/error.h"
#include "server/wire/message.h"

namespace ormd {
namespace {

using orm::v1::Command;
using orm::v1::FindRequest;

// A client that has set no deadline and does not read holds what it has found for this much longer than its time.
constexpr absl::Duration kUnread = absl::Seconds(5);

// Either a task of the executor or a write is under way, never both. Deletes itself when the call is done.
class FindStreamCall final : public Reactor {
 public:
  FindStreamCall(const Host& host, ServerCall* call)
      : Reactor(call),
        host_(host),
        info_(DescribeCall(call->context(), call->rpc())),
        context_(BoundCall(call->context(), host.settings.default_timeout)) {}

  void Start() {
    absl::StatusOr<Admission> admission = Admit(host_, call(), context_);
    if (!admission.ok()) return End(admission.status());
    admission_ = *std::move(admission);
    if (absl::Status status = host_.gate.status(); !status.ok()) return End(status);
    call().CancelAt(context_.deadline + kUnread);
    if (call().request().Length() <= wire::kParsedAtOnce) return Find();
    host_.executor.Submit(Executor::Lane::kParse, [this] { Find(); });
  }

 private:
  void Find() {
    FindRequest request;
    if (absl::Status status = ParseRequest(host_, call(), &request); !status.ok()) return End(status);
    command_->mutable_find()->Swap(request.mutable_find());
    request.scope().has_session() ? FindInSession(request.scope().session()) : FindAlone();
  }

  void FindAlone() {
    host_.streams.Enter(context_, [this](absl::StatusOr<Turnstile::Pass> pass) {
      if (!pass.ok()) return End(pass.status());
      pass_ = *std::move(pass);
      host_.executor.Submit([this] { Begin(FindInParts(host_, *command_, context_, std::move(pass_))); });
    });
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
    call().Write(**part);
  }

  void OnWriteDone(bool ok) override {
    host_.executor.Submit(Executor::Lane::kUrgent, [this, ok] {
      ok ? WriteNext() : End(absl::CancelledError("the client is gone"));
    });
  }

  // Nothing of the call may be touched afterwards.
  void End(const absl::Status& fault) {
    parts_.reset();  // perhaps large: not on gRPC's thread
    const absl::Status status = host_.gate.Explain(fault);
    LogCall(info_, status);
    call().Finish(wire::ToGrpcStatus(status));
  }

  void OnCancel() override { host_.executor.Cancel(context_.cancellation); }
  void OnDone() override { delete this; }

  const Host& host_;
  const CallInfo info_;
  const Context context_;
  const std::shared_ptr<Command> command_ = std::make_shared<Command>();
  Turnstile::Pass pass_;  // until parts_ has it
  std::unique_ptr<FindParts> parts_;
  Admission admission_;
};

}  // namespace

RawService::Handler FindStreamMethod(const Host& host) {
  return [&host](ServerCall* call) { (new FindStreamCall(host, call))->Start(); };
}

}  // namespace ormd
