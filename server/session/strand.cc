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
  executor.Submit(lane, [state = std::move(state)] { RunFirst(state); });
}

void Strand::RunFirst(const std::shared_ptr<State>& state) {
  std::function<void()>* task = nullptr;
  {
    absl::MutexLock lock(&state->mutex);
    task = &state->tasks.front();  // stays where it is: only this function takes from the front
  }
  (*task)();
  std::function<void()> done;
  bool more = false;
  {
    absl::MutexLock lock(&state->mutex);
    done = std::move(state->tasks.front());
    state->tasks.pop_front();
    more = !state->tasks.empty();
  }
  if (more) Schedule(state);
}

}  // namespace ormd
