#include "server/session/strand.h"

#include <utility>

namespace ormd {

Strand::Strand(Executor& executor, std::function<Executor::Lane()> lane) : state_(std::make_shared<State>()) {
  state_->executor = &executor;
  state_->lane = std::move(lane);
}

void Strand::Post(std::function<void()> task, bool quick) {
  bool first = false;
  {
    absl::MutexLock lock(&state_->mutex);
    first = state_->tasks.empty();
    state_->tasks.push_back({std::move(task), quick});
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
    if (done == kInARow || !Fits(*state, lane)) return Schedule(state);
  }
}

bool Strand::RunFirst(State& state) {
  Task* task = nullptr;
  {
    absl::MutexLock lock(&state.mutex);
    task = &state.tasks.front();  // stays where it is: only this function takes from the front
  }
  task->run();
  Task done;  // destroyed without the lock
  absl::MutexLock lock(&state.mutex);
  done = std::move(state.tasks.front());
  state.tasks.pop_front();
  return !state.tasks.empty();
}

bool Strand::Fits(State& state, Executor::Lane lane) {
  if (lane == Executor::Lane::kNormal) return true;
  {
    absl::MutexLock lock(&state.mutex);
    if (state.tasks.front().quick) return true;
  }
  return state.lane() == lane;
}

}  // namespace ormd
