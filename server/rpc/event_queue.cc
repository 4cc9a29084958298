#include "server/rpc/event_queue.h"

#include <sys/resource.h>

#include <utility>

#include "server/rpc/event.h"

namespace ormd {
namespace {

// How often a thread looks back on its events.
constexpr int kRound = 128;
// A thread that slept no more often in a round has all the work that it can do; one that slept so often is not needed
// beside another. Waits for locks count too: they are few.
constexpr int64_t kFewSleeps = kRound / 20;
constexpr int64_t kManySleeps = kRound / 4;

// How often this thread has waited so far.
int64_t Sleeps() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nvcsw;
}

}  // namespace

EventQueue::EventQueue(std::unique_ptr<grpc::ServerCompletionQueue> queue, size_t threads)
    : queue_(std::move(queue)), most_threads_(threads) {}

EventQueue::~EventQueue() { Shutdown(); }

void EventQueue::Start() {
  threads_.emplace_back([this] { Serve(); });
  while (threads_.size() < most_threads_) threads_.emplace_back([this] { Help(); });
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
  while (Next()) {
  }
}

void EventQueue::RemoveCall() {
  if (calls_.fetch_sub(1) != 1) return;
  // Shutdown looks at its condition when the lock is let go.
  absl::MutexLock lock(&mutex_);
}

bool EventQueue::Next() {
  void* event = nullptr;
  bool ok = false;
  if (!queue_->Next(&event, &ok)) return false;
  static_cast<Event*>(event)->Complete(ok);
  return true;
}

std::optional<int64_t> EventQueue::ServeRound() {
  const int64_t before = Sleeps();
  for (int event = 0; event < kRound; ++event) {
    if (!Next()) return std::nullopt;
  }
  const int64_t slept = Sleeps() - before;
  if (slept <= kFewSleeps) CallHelper();
  return slept;
}

void EventQueue::Serve() {
  while (ServeRound().has_value()) {
  }
}

void EventQueue::Help() {
  while (AwaitNeed()) {
    std::optional<int64_t> slept;
    do {
      slept = ServeRound();
    } while (slept.has_value() && *slept < kManySleeps);
  }
}

void EventQueue::CallHelper() {
  if (idle_.load(std::memory_order_relaxed) == 0) return;
  absl::MutexLock lock(&mutex_);
  if (needed_ < idle_) ++needed_;
}

bool EventQueue::AwaitNeed() {
  const auto called = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return needed_ > 0 || ending_; };
  absl::MutexLock lock(&mutex_);
  ++idle_;
  mutex_.Await(absl::Condition(&called));
  --idle_;
  if (ending_) return false;
  --needed_;
  return true;
}

}  // namespace ormd
