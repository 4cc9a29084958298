// Threads that may block: where all work with the database runs.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "orm/base/context.h"

namespace ormd {

// Thread safe. Each lane is first come, first served.
//
//   kNormal  work that may have to wait for a connection
//   kUrgent  work that has its connection already, or needs none: ending it is what others wait for. Threads of its own
//            make sure that it never queues behind those who wait; the normal ones help.
//   kCancel  cancelling; one thread of its own, so that it works when all others are stuck
class Executor {
 public:
  enum class Lane { kNormal, kUrgent, kCancel };

  // `reserved`: threads for urgent work only; as many as there can be open transactions.
  Executor(size_t workers, size_t reserved);
  // Runs what is queued, then ends the threads.
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  void Submit(std::function<void()> task) { Submit(Lane::kNormal, std::move(task)); }
  void Submit(Lane lane, std::function<void()> task);

  // Cancels without blocking the caller.
  void Cancel(std::shared_ptr<Cancellation> cancellation);

  // Tasks that wait for a thread.
  size_t waiting() const;

 private:
  static constexpr size_t kLanes = 3;
  using Lanes = std::array<bool, kLanes>;

  void Start(size_t threads, Lanes lanes);
  void Work(Lanes lanes);
  bool HasTask(const Lanes& lanes) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Empty where nothing is left and the executor ends.
  std::function<void()> Take(const Lanes& lanes);

  mutable absl::Mutex mutex_;
  std::array<std::deque<std::function<void()>>, kLanes> queues_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace ormd
