// Threads that may block: where work with the database runs.
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
//   kParse   parsing large requests; one thread of its own: they take one processor at most, and keep no other work
//            waiting
//   kSchema  work on the schema and migrations, which waits for locks as long as it takes; few threads of its own, so
//            that it leaves connections and workers to all other calls
//   kCancel  cancelling; one thread of its own, so that it works when all others are stuck
class Executor {
 public:
  enum class Lane { kNormal, kUrgent, kParse, kSchema, kCancel };

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
  static constexpr size_t kLanes = 5;
  using Task = std::function<void()>;

  // A thread that waits for a task.
  struct Sleeper {
    bool woken = false;
    absl::CondVar wake;

    void Wake();
  };
  // Threads that serve the same lanes. A task wakes one of them, the one that was busy last.
  struct Crew {
    std::array<bool, kLanes> lanes;
    std::vector<Sleeper*> idle;
  };

  void Start(Crew& crew, size_t threads);
  void Work(Crew& crew);
  // Empty where nothing is left and the executor ends.
  Task Take(Crew& crew);
  // Empty where none waits.
  Task Next(const Crew& crew) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  std::array<std::deque<Task>, kLanes> queues_ ABSL_GUARDED_BY(mutex_);
  std::array<Crew, 5> crews_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace ormd
