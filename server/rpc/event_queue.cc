#include "server/rpc/event_queue.h"

#include "server/rpc/event.h"

namespace ormd {

EventQueue::~EventQueue() { Shutdown(); }

void EventQueue::Start(size_t threads) {
  while (threads_.size() < threads) threads_.emplace_back([this] { Serve(); });
}

void EventQueue::Shutdown() {
  const auto no_call = [this] { return calls_.load() == 0; };
  {
    absl::MutexLock lock(&mutex_);
    if (std::exchange(ending_, true)) return;
    mutex_.Await(absl::Condition(&no_call));
  }
  queue_->Shutdown();
  for (std::thread& thread : threads_) thread.join();
  Serve();  // a queue must be drained, also where no thread ever did
}

// The last one with the lock: when it is let go Shutdown looks at its condition, and not before, for the queue may end
// with that.
void EventQueue::RemoveCall() {
  for (size_t calls = calls_.load(); calls > 1;) {
    if (calls_.compare_exchange_weak(calls, calls - 1)) return;
  }
  absl::MutexLock lock(&mutex_);
  calls_.fetch_sub(1);
}

void EventQueue::Hold() {
  absl::MutexLock lock(&mutex_);
  holding_.store(true);
}

void EventQueue::LetGo() {
  std::vector<Event*> kept;
  {
    absl::MutexLock lock(&mutex_);
    holding_.store(false);
    kept.swap(kept_);
  }
  for (Event* begin : kept) begin->Complete(true);
}

bool EventQueue::Keep(Event* begin) {
  if (!holding_.load(std::memory_order_relaxed)) return false;
  absl::MutexLock lock(&mutex_);
  if (!holding_.load()) return false;
  kept_.push_back(begin);
  return true;
}

void EventQueue::Serve() {
  void* event = nullptr;
  bool ok = false;
  while (queue_->Next(&event, &ok)) static_cast<Event*>(event)->Complete(ok);
}

}  // namespace ormd
