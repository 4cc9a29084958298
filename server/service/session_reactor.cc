#include "server/service/session_reactor.h"

#include <memory>
#include <utility>

#include "server/interceptor/call.h"
#include "server/service/find_stream.h"
#include "server/service/session_stream.h"
#include "server/wire/error.h"

namespace ormd {
namespace {

constexpr size_t kWindowMessages = 4;  // of the greatest size

StreamOptions OptionsOf(const Host& host) {
  const Settings& settings = host.settings;
  const CommandQueueOptions commands{settings.default_timeout, kPartBytes, settings.max_message,
                                     [&host](const absl::Status& status) { return host.gate.Explain(status); }};
  return {.window = settings.stream_window,
          .window_bytes = kWindowMessages * settings.max_message,
          .unwritten_bytes = settings.max_message,
          .max_message = settings.max_message,
          .in_flight = &host.in_flight,
          .commands = commands};
}

// Joins a call to a SessionStream. Deletes itself when the call is done.
class SessionReactor final : public Reactor, private StreamIo {
 public:
  explicit SessionReactor(ServerCall* call)
      : Reactor(call),
        info_(DescribeCall(call->context(), call->rpc())),
        cancellation_(std::make_shared<Cancellation>()) {}

  void Start(const Host& host) {
    if (absl::Status status = host.gate.status(); !status.ok()) return Finish(status);
    absl::StatusOr<std::shared_ptr<Session>> session = host.sessions.OpenStream();
    if (!session.ok()) return Finish(session.status());
    auto stream = SessionStream::Make(*std::move(session), host.executor, OptionsOf(host), this);
    // Raised by the drain, when its grace is over.
    cancellation_->SetCallback([weak = std::weak_ptr(stream)] {
      if (auto stream = weak.lock()) stream->OnCancel();
    });
    // The drain may begin at once, and with it the events of the stream.
    stream_ = stream;
    absl::StatusOr<CallTracker::Ticket> ticket = host.tracker.Enter(cancellation_, [stream] { stream->OnDrain(); });
    if (!ticket.ok()) {
      stream_ = nullptr;
      return Finish(ticket.status());
    }
    ticket_ = *std::move(ticket);
    stream->Start();
  }

 private:
  void Read(grpc::ByteBuffer* message) override { call().Read(message); }
  void Write(const grpc::ByteBuffer& message, bool more_soon) override { call().WriteUnlocked(message, more_soon); }
  void Finish(const absl::Status& status) override {
    LogCall(info_, status);
    call().Finish(wire::ToGrpcStatus(status));
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

  const CallInfo info_;
  const std::shared_ptr<Cancellation> cancellation_;
  std::shared_ptr<SessionStream> stream_;
  CallTracker::Ticket ticket_;
};

}  // namespace

RawService::Handler SessionMethod(const Host& host) {
  return [&host](ServerCall* call) { (new SessionReactor(call))->Start(host); };
}

}  // namespace ormd
