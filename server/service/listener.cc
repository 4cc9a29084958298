#include "server/service/listener.h"

#include <grpc/grpc.h>
#include <grpcpp/impl/codegen/completion_queue_tag.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/time/clock.h"
#include "orm/base/strings.h"
#include "server/runtime/errors.h"

namespace ormd {
namespace {

constexpr int kSecond = 1000;
// Longer than a call is on its way.
constexpr absl::Duration kHush = absl::Milliseconds(100);
// gRPC's own refusal of a message has no details: ours, at max_message, comes first for all but gross ones.
constexpr size_t kReceiveFactor = 4;

int MillisecondsOf(absl::Duration duration) {
  constexpr int64_t kMost = std::numeric_limits<int>::max();  // for ever, to gRPC
  return static_cast<int>(std::clamp<int64_t>(absl::ToInt64Milliseconds(duration), 1, kMost));
}

void SetArguments(const Settings& settings, grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(
      static_cast<int>(std::min<size_t>(settings.max_message * kReceiveFactor, 1u << 30)));
  // It looks at the size of what was inflated only when that stands in memory: a thousand times what has come.
  for (const auto algorithm : {GRPC_COMPRESS_DEFLATE, GRPC_COMPRESS_GZIP}) {
    builder->SetCompressionAlgorithmSupportStatus(algorithm, false);
  }
  builder->SetMaxSendMessageSize(-1);
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  if (settings.max_connection_age > absl::ZeroDuration()) {
    builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, MillisecondsOf(settings.max_connection_age));
  }
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 300 * kSecond);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kSecond);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // Clients may ping every 30 s; a little less, because clocks and networks are not exact.
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 25 * kSecond);
}

// An event that nobody waits for: that the last call has ended.
class Untold final : public grpc::internal::CompletionQueueTag {
  bool FinalizeResult(void** /*tag*/, bool* /*ok*/) override { return false; }
};

bool IsUnix(std::string_view address) { return address.starts_with("unix:"); }

std::string WithPort(const std::string& address, int port) {
  return IsUnix(address) ? address : StrCat(address.substr(0, address.rfind(':')), ":", port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::Start(const Settings& settings, const Services& services) {
  grpc::ServerBuilder builder;
  SetArguments(settings, &builder);
  int port = 0;
  builder.AddListeningPort(settings.listen, grpc::InsecureServerCredentials(), &port);
  for (const auto& service : services.all()) builder.RegisterService(service.get());
  auto queue = std::make_unique<EventQueue>(builder.AddCompletionQueue());
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return CannotListen(settings.listen, "the address cannot be bound");
  queue->Start(settings.io_thread_count());
  for (const auto& service : services.all()) service->Serve(*queue);
  return std::make_unique<Listener>(std::move(queue), std::move(server), WithPort(settings.listen, port));
}

Listener::Listener(std::unique_ptr<EventQueue> queue, std::unique_ptr<grpc::Server> server, std::string address)
    : queue_(std::move(queue)), server_(std::move(server)), address_(std::move(address)) {}

Listener::~Listener() {
  server_->Shutdown(absl::ToChronoTime(absl::Now()));
  queue_->Shutdown();
}

// What grpc::Server::Shutdown begins with, which then waits for the calls. From then on gRPC drops calls that come on
// connections that have not heard of it yet (CANCELLED); whoever waits for an answer sends none.
void Listener::TurnAway() {
  static Untold untold;
  queue_->Hold();
  absl::SleepFor(kHush);
  grpc_server_shutdown_and_notify(server_->c_server(), queue_->get()->cq(), &untold);
  queue_->LetGo();
}

}  // namespace ormd
