// What the daemon tells grpc.health.v1 about itself.
#pragma once

#include <grpcpp/health_check_service_interface.h>

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
  // Publishes through `service`, which outlives the object or is detached by nullptr.
  void Attach(grpc::HealthCheckServiceInterface* service);
  void SetReady(bool ready);
  void BeginDrain();

 private:
  void Publish() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  grpc::HealthCheckServiceInterface* service_ ABSL_GUARDED_BY(mutex_) = nullptr;
  bool ready_ ABSL_GUARDED_BY(mutex_) = false;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace ormd
