// What the daemon tells the world about its state.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace ormd {

//   ""               the process: serving until the drain begins
//   ormd.liveness    always serving
//   ormd.readiness, orm.v1.EntityManager, orm.v1.Sessions, orm.v1.Schema
//                    serving while the database answers and no drain has begun
// Thread safe.
class Health {
 public:
  // nullopt: no such service.
  using Serving = std::optional<bool>;

  // Who wants to hear of one service.
  class Watcher {
   public:
    explicit Watcher(std::string service) : service(std::move(service)) {}
    // One at a time, also where nothing has changed for the service. Must not block, nor use Health.
    virtual void OnHealth(Serving serving) = 0;

    const std::string service;

   protected:
    ~Watcher() = default;
  };

  void SetReady(bool ready);
  void BeginDrain();
  bool draining() const;

  Serving IsServing(std::string_view service) const;

  // `watcher` hears of the state now and of changes, until it is removed.
  void AddWatcher(Watcher* watcher);
  void RemoveWatcher(Watcher* watcher);

 private:
  Serving Find(std::string_view service) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  void Tell() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  bool ready_ ABSL_GUARDED_BY(mutex_) = false;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Watcher*> watchers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ormd
