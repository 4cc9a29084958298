#include "server/runtime/call_tracker.h"

#include <utility>
#include <vector>

#include "server/runtime/errors.h"

namespace ormd {

CallTracker::Ticket::Ticket(Ticket&& other) noexcept
    : tracker_(std::exchange(other.tracker_, nullptr)), call_(other.call_) {}

CallTracker::Ticket& CallTracker::Ticket::operator=(Ticket&& other) noexcept {
  Release();
  tracker_ = std::exchange(other.tracker_, nullptr);
  call_ = other.call_;
  return *this;
}

void CallTracker::Ticket::Release() {
  if (tracker_ != nullptr) std::exchange(tracker_, nullptr)->Leave(call_);
}

absl::StatusOr<CallTracker::Ticket> CallTracker::Enter(std::shared_ptr<Cancellation> cancellation,
                                                       std::function<void()> on_drain) {
  absl::MutexLock lock(&mutex_);
  if (draining_) return ServerDraining();
  Ticket ticket;
  ticket.tracker_ = this;
  ticket.call_ = calls_.insert(calls_.end(), {std::move(cancellation), std::move(on_drain)});
  return ticket;
}

void CallTracker::Leave(std::list<Call>::iterator call) {
  std::list<Call> ended;  // destroyed without the lock
  absl::MutexLock lock(&mutex_);
  ended.splice(ended.begin(), calls_, call);
}

void CallTracker::BeginDrain() {
  std::vector<std::function<void()>> listeners;
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
    for (const Call& call : calls_) {
      if (call.on_drain) listeners.push_back(call.on_drain);
    }
  }
  for (const auto& listener : listeners) listener();
}

bool CallTracker::WaitIdle(absl::Duration timeout) {
  absl::MutexLock lock(&mutex_);
  auto idle = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return calls_.empty(); };
  return mutex_.AwaitWithTimeout(absl::Condition(&idle), timeout);
}

void CallTracker::CancelAll() {
  std::vector<std::shared_ptr<Cancellation>> running;
  {
    absl::MutexLock lock(&mutex_);
    for (const Call& call : calls_) running.push_back(call.cancellation);
  }
  for (const auto& cancellation : running) cancellation->Cancel();
}

size_t CallTracker::active() const {
  absl::MutexLock lock(&mutex_);
  return calls_.size();
}

}  // namespace ormd
