#include "server/runtime/executor.h"

#include <utility>

namespace ormd {
namespace {

// Urgent work comes first.
constexpr std::array<Executor::Lane, 3> kOrder = {Executor::Lane::kUrgent, Executor::Lane::kNormal,
                                                  Executor::Lane::kCancel};

constexpr size_t IndexOf(Executor::Lane lane) { return static_cast<size_t>(lane); }

}  // namespace

Executor::Executor(size_t workers, size_t reserved) {
  Start(workers, {true, true, false});
  Start(reserved, {false, true, false});
  Start(1, {false, false, true});
}

Executor::~Executor() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

void Executor::Submit(Lane lane, std::function<void()> task) {
  absl::MutexLock lock(&mutex_);
  queues_[IndexOf(lane)].push_back(std::move(task));
}

void Executor::Cancel(std::shared_ptr<Cancellation> cancellation) {
  Submit(Lane::kCancel, [cancellation = std::move(cancellation)] { cancellation->Cancel(); });
}

size_t Executor::waiting() const {
  absl::MutexLock lock(&mutex_);
  size_t count = 0;
  for (const auto& queue : queues_) count += queue.size();
  return count;
}

void Executor::Start(size_t threads, Lanes lanes) {
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this, lanes] { Work(lanes); });
}

void Executor::Work(Lanes lanes) {
  while (std::function<void()> task = Take(lanes)) task();
}

bool Executor::HasTask(const Lanes& lanes) const {
  for (size_t i = 0; i < kLanes; ++i) {
    if (lanes[i] && !queues_[i].empty()) return true;
  }
  return false;
}

std::function<void()> Executor::Take(const Lanes& lanes) {
  auto ready = [this, &lanes]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return HasTask(lanes) || ending_; };
  absl::MutexLock lock(&mutex_, absl::Condition(&ready));
  for (const Lane lane : kOrder) {
    auto& queue = queues_[IndexOf(lane)];
    if (!lanes[IndexOf(lane)] || queue.empty()) continue;
    std::function<void()> task = std::move(queue.front());
    queue.pop_front();
    return task;
  }
  return nullptr;
}

}  // namespace ormd
