#include "server/runtime/health.h"

#include <algorithm>
#include <iterator>

namespace ormd {
namespace {

constexpr std::string_view kProcess = "";
constexpr std::string_view kLiveness = "ormd.liveness";
constexpr std::string_view kReadiness[] = {"ormd.readiness", "orm.v1.EntityManager", "orm.v1.Sessions",
                                           "orm.v1.Schema"};

}  // namespace

void Health::SetReady(bool ready) {
  absl::MutexLock lock(&mutex_);
  ready_ = ready;
  Tell();
}

void Health::BeginDrain() {
  absl::MutexLock lock(&mutex_);
  draining_ = true;
  Tell();
}

bool Health::draining() const {
  absl::MutexLock lock(&mutex_);
  return draining_;
}

Health::Serving Health::IsServing(std::string_view service) const {
  absl::MutexLock lock(&mutex_);
  return Find(service);
}

void Health::AddWatcher(Watcher* watcher) {
  absl::MutexLock lock(&mutex_);
  watchers_.push_back(watcher);
  watcher->OnHealth(Find(watcher->service));
}

void Health::RemoveWatcher(Watcher* watcher) {
  absl::MutexLock lock(&mutex_);
  std::erase(watchers_, watcher);
}

Health::Serving Health::Find(std::string_view service) const {
  if (service == kProcess) return !draining_;
  if (service == kLiveness) return true;
  if (std::find(std::begin(kReadiness), std::end(kReadiness), service) == std::end(kReadiness)) return std::nullopt;
  return ready_ && !draining_;
}

void Health::Tell() {
  for (Watcher* watcher : watchers_) watcher->OnHealth(Find(watcher->service));
}

}  // namespace ormd
