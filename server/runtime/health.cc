#include "server/runtime/health.h"

namespace ormd {
namespace {

constexpr const char* kReadiness[] = {"ormd.readiness", "orm.v1.EntityManager", "orm.v1.Sessions", "orm.v1.Schema"};

}  // namespace

void Health::Attach(grpc::HealthCheckServiceInterface* service) {
  absl::MutexLock lock(&mutex_);
  service_ = service;
  if (service_ != nullptr) service_->SetServingStatus("ormd.liveness", true);
  Publish();
}

void Health::SetReady(bool ready) {
  absl::MutexLock lock(&mutex_);
  ready_ = ready;
  Publish();
}

void Health::BeginDrain() {
  absl::MutexLock lock(&mutex_);
  draining_ = true;
  Publish();
}

void Health::Publish() {
  if (service_ == nullptr) return;
  service_->SetServingStatus("", !draining_);
  for (const char* name : kReadiness) service_->SetServingStatus(name, ready_ && !draining_);
}

}  // namespace ormd
