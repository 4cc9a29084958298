// Tasks that run one at a time, in the order in which they were posted.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/runtime/executor.h"

namespace ormd {

// Thread safe. A thread that runs one task goes on with the next ones, up to kInARow, so that a row of short tasks does
// not wake a thread for each. Tasks keep running after the strand itself is gone; what they use must be owned by them.
class Strand {
 public:
  static constexpr size_t kInARow = 32;

  // `executor` outlives every task. `lane` is asked before tasks, perhaps after the strand is gone; a thread that may
  // be one for urgent work does no other, quick tasks apart.
  Strand(Executor& executor, std::function<Executor::Lane()> lane);

  // `quick`: does not block. Goes on where the task before it ran.
  void Post(std::function<void()> task, bool quick = false);

 private:
  struct Task {
    std::function<void()> run;
    bool quick;
  };
  struct State {
    Executor* executor;
    std::function<Executor::Lane()> lane;
    absl::Mutex mutex;
    std::deque<Task> tasks ABSL_GUARDED_BY(mutex);  // the first one runs or is about to
  };

  static void Schedule(std::shared_ptr<State> state);
  // Tasks until none is left, or until others shall have the thread.
  static void Run(const std::shared_ptr<State>& state, Executor::Lane lane);
  // Whether there are more.
  static bool RunFirst(State& state);
  // Whether a thread of this lane may run the next task.
  static bool Fits(State& state, Executor::Lane lane);

  std::shared_ptr<State> state_;
};

}  // namespace ormd
