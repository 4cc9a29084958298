#include "server/service/session_reactor.h"

#include <memory>
#include <utility>

#include "server/interceptor/call.h"
#include "server/service/find_stream.h"
#include "server/service/session_stream.h"
#include "server/wire/error.h"

namespace ormd {
namespace {

StreamOptions OptionsOf(const Host& host) {
  const Settings& settings = host.settings;
  const CommandQueueOptions commands{settings.default_timeout, kPartBytes, settings.max_message,
                                     [&host](const absl::Status& status) { return host.gate.Explain(status); }};
  return {settings.stream_window, settings.max_message, settings.max_message, commands};
}

// Joins gRPC's reactor to a SessionStream. Deletes itself when gRPC is done with it.
class SessionReactor : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>, private StreamIo {
 public:
  explicit SessionReactor(CallInfo info) : info_(std::move(info)), cancellation_(std::make_shared<Cancellation>()) {}

  void Start(const Host& host) {
    if (absl::Status status = host.gate.status(); !status.ok()) return Finish(status);
    absl::StatusOr<std::shared_ptr<Session>> session = host.sessions.OpenStream();
    if (!session.ok()) return Finish(session.status());
    auto stream = SessionStream::Make(*std::move(session), host.executor, OptionsOf(host), this);
    // Raised by the drain, when its grace is over.
    cancellation_->SetCallback([weak = std::weak_ptr(stream)] {
      if (auto stream = weak.lock()) stream->OnCancel();
    });
    absl::StatusOr<CallTracker::Ticket> ticket = host.tracker.Enter(cancellation_, [stream] { stream->OnDrain(); });
    if (!ticket.ok()) return Finish(ticket.status());
    ticket_ = *std::move(ticket);
    stream_ = stream;
    stream->Start();
  }

 private:
  void Read(grpc::ByteBuffer* message) override { StartRead(message); }
  void Write(const grpc::ByteBuffer* message, bool more_soon) override {
    grpc::WriteOptions options;
    if (more_soon) options.set_buffer_hint();
    StartWrite(message, options);
  }
  void Finish(const absl::Status& status) override {
    LogCall(info_, status);
    ServerBidiReactor::Finish(wire::ToGrpcStatus(status));
  }

  void OnReadDone(bool ok) override { stream_->OnReadDone(ok); }
  void OnWriteDone(bool ok) override { stream_->OnWriteDone(ok); }
  void OnCancel() override {
    if (stream_ != nullptr) stream_->OnCancel();
  }
  void OnDone() override {
    if (stream_ != nullptr) stream_->OnGone();
    delete this;
  }

  // Nothing here blocks, and SessionStream is ready for events at any time.
  bool InternalInlineable() override { return true; }

  const CallInfo info_;
  const std::shared_ptr<Cancellation> cancellation_;
  std::shared_ptr<SessionStream> stream_;
  CallTracker::Ticket ticket_;
};

}  // namespace

RawService::BidiHandler SessionMethod(const Host& host) {
  return [&host](grpc::CallbackServerContext* context, const std::string& rpc) {
    auto* reactor = new SessionReactor(DescribeCall(*context, rpc));
    reactor->Start(host);
    return reactor;
  };
}

}  // namespace ormd
