#include "server/session/strand.h"

#include <utility>

namespace ormd {

Strand::Strand(Executor& executor, std::function<Executor::Lane()> lane) : state_(std::make_shared<State>()) {
  state_->executor = &executor;
  state_->lane = std::move(lane);
}

void Strand::Post(std::function<void()> task) {
  bool first = false;
  {
    absl::MutexLock lock(&state_->mutex);
    first = state_->tasks.empty();
    state_->tasks.push_back(std::move(task));
  }
  if (first) Schedule(state_);
}

void Strand::Schedule(std::shared_ptr<State> state) {
  Executor& executor = *state->executor;
  const Executor::Lane lane = state->lane();
  executor.Submit(lane, [state = std::move(state), lane] { Run(state, lane); });
}

void Strand::Run(const std::shared_ptr<State>& state, Executor::Lane lane) {
  for (size_t done = 1; RunFirst(*state); ++done) {
    const bool fits = lane == Executor::Lane::kNormal || state->lane() == lane;
    if (done == kInARow || !fits) return Schedule(state);
  }
}

bool Strand::RunFirst(State& state) {
  std::function<void()>* task = nullptr;
  {
    absl::MutexLock lock(&state.mutex);
    task = &state.tasks.front();  // stays where it is: only this function takes from the front
  }
  (*task)();
  std::function<void()> done;  // destroyed without the lock
  absl::MutexLock lock(&state.mutex);
  done = std::move(state.tasks.front());
  state.tasks.pop_front();
  return !state.tasks.empty();
}

}  // namespace ormd
