// Tasks that run one at a time, in the order in which they were posted.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/runtime/executor.h"

namespace ormd {

// Thread safe. Tasks keep running after the strand itself is gone; what they use must be owned by them.
class Strand {
 public:
  // `executor` outlives every task. `lane` is asked before each task, perhaps after the strand is gone.
  Strand(Executor& executor, std::function<Executor::Lane()> lane);

  void Post(std::function<void()> task);

 private:
  struct State {
    Executor* executor;
    std::function<Executor::Lane()> lane;
    absl::Mutex mutex;
    std::deque<std::function<void()>> tasks ABSL_GUARDED_BY(mutex);  // the first one runs or is about to
  };

  static void Schedule(std::shared_ptr<State> state);
  static void RunFirst(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;
};

}  // namespace ormd
