#include "server/service/health_service.h"

#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "grpc/health/v1/health.pb.h"
#include "server/service/errors.h"
#include "server/service/unary_call.h"
#include "server/wire/error.h"
#include "server/wire/message.h"

namespace ormd {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// Of a request: no service has a name as long as that.
constexpr size_t kMostBytes = 1024;

grpc::Slice ResponseOf(Health::Serving serving) {
  HealthCheckResponse response;
  response.set_status(!serving.has_value() ? HealthCheckResponse::SERVICE_UNKNOWN
                      : *serving           ? HealthCheckResponse::SERVING
                                           : HealthCheckResponse::NOT_SERVING);
  return wire::SerializeMessage(response);
}

// Of a call that was finished when it came.
class Finished final : public Reactor {
 public:
  explicit Finished(ServerCall* call) : Reactor(call) {}

 private:
  void OnDone() override { delete this; }
};

// A watcher keeps the name that it asks for.
absl::Status ParseHealthRequest(const Host& host, ServerCall& call, HealthCheckRequest* request) {
  return call.request().Length() <= kMostBytes ? ParseRequest(host, call, request) : RequestTooLarge();
}

void Check(const Host& host, ServerCall* call) {
  new Finished(call);
  HealthCheckRequest request;
  if (absl::Status status = ParseHealthRequest(host, *call, &request); !status.ok()) {
    call->Finish(wire::ToGrpcStatus(status));
  } else if (const Health::Serving serving = host.health.IsServing(request.service()); serving.has_value()) {
    call->Reply(ResponseOf(serving));
  } else {
    call->Finish(wire::ToGrpcStatus(UnknownService()));
  }
}

// Deletes itself when the call is done.
class WatchCall final : public Reactor, private Health::Watcher {
 public:
  WatchCall(ServerCall* call, Health& health, std::string service)
      : Reactor(call), Health::Watcher(std::move(service)), health_(health) {}

  void Start() { health_.AddWatcher(this); }

 private:
  void OnHealth(Health::Serving serving) override {
    absl::MutexLock lock(&mutex_);
    now_ = serving;
    Send();
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    if (ok) Send();
  }

  // A state that has passed before it could be sent is left out.
  void Send() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_ || finished_ || (told_ && sent_ == now_)) return;
    told_ = true;
    sent_ = now_;
    writing_ = true;
    call().Write(ResponseOf(now_));
  }

  void OnCancel() override {
    absl::MutexLock lock(&mutex_);
    finished_ = true;
    call().Finish(grpc::Status::CANCELLED);
  }

  void OnDone() override {
    health_.RemoveWatcher(this);
    delete this;
  }

  Health& health_;
  absl::Mutex mutex_;
  Health::Serving now_ ABSL_GUARDED_BY(mutex_);
  Health::Serving sent_ ABSL_GUARDED_BY(mutex_);  // where anything was told
  bool told_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

void Watch(const Host& host, ServerCall* call) {
  HealthCheckRequest request;
  if (absl::Status status = ParseHealthRequest(host, *call, &request); !status.ok()) {
    new Finished(call);
    return call->Finish(wire::ToGrpcStatus(status));
  }
  (new WatchCall(call, host.health, request.service()))->Start();
}

}  // namespace

HealthService::HealthService(const Host& host) : RawService("grpc.health.v1.Health") {
  AddUnary("Check", [&host](ServerCall* call) { Check(host, call); });
  AddServerStream("Watch", [&host](ServerCall* call) { Watch(host, call); });
}

}  // namespace ormd
