#include "server/runtime/executor.h"

#include <initializer_list>
#include <utility>

namespace ormd {
namespace {

using Lane = Executor::Lane;

// Urgent work comes first.
constexpr std::array<Lane, 5> kOrder = {Lane::kUrgent, Lane::kNormal, Lane::kParse, Lane::kSchema, Lane::kCancel};

// One that looks need not wait for one that changes.
constexpr size_t kSchemaThreads = 2;

constexpr size_t IndexOf(Lane lane) { return static_cast<size_t>(lane); }

std::array<bool, kOrder.size()> Serving(std::initializer_list<Lane> lanes) {
  std::array<bool, kOrder.size()> serves = {};
  for (const Lane lane : lanes) serves[IndexOf(lane)] = true;
  return serves;
}

}  // namespace

// The first idle crew that serves a lane gets its task: urgent ones go to the reserved threads first.
Executor::Executor(size_t workers, size_t reserved) {
  crews_[0].lanes = Serving({Lane::kUrgent});
  crews_[1].lanes = Serving({Lane::kUrgent, Lane::kNormal});
  crews_[2].lanes = Serving({Lane::kParse});
  crews_[3].lanes = Serving({Lane::kSchema});
  crews_[4].lanes = Serving({Lane::kCancel});
  Start(crews_[0], reserved);
  Start(crews_[1], workers);
  Start(crews_[2], 1);
  Start(crews_[3], kSchemaThreads);
  Start(crews_[4], 1);
}

Executor::~Executor() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
    for (Crew& crew : crews_) {
      for (Sleeper* sleeper : crew.idle) sleeper->Wake();
      crew.idle.clear();
    }
  }
  for (std::thread& thread : threads_) thread.join();
}

void Executor::Submit(Lane lane, Task task) {
  absl::MutexLock lock(&mutex_);
  queues_[IndexOf(lane)].push_back(std::move(task));
  for (Crew& crew : crews_) {
    if (!crew.lanes[IndexOf(lane)] || crew.idle.empty()) continue;
    Sleeper* sleeper = crew.idle.back();
    crew.idle.pop_back();
    return sleeper->Wake();
  }
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

void Executor::Sleeper::Wake() {
  woken = true;
  wake.Signal();
}

void Executor::Start(Crew& crew, size_t threads) {
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this, &crew] { Work(crew); });
}

void Executor::Work(Crew& crew) {
  while (Task task = Take(crew)) task();
}

Executor::Task Executor::Take(Crew& crew) {
  absl::MutexLock lock(&mutex_);
  while (true) {
    if (Task task = Next(crew)) return task;
    if (ending_) return nullptr;
    Sleeper sleeper;
    crew.idle.push_back(&sleeper);
    while (!sleeper.woken) sleeper.wake.Wait(&mutex_);
  }
}

Executor::Task Executor::Next(const Crew& crew) {
  for (const Lane lane : kOrder) {
    auto& queue = queues_[IndexOf(lane)];
    if (!crew.lanes[IndexOf(lane)] || queue.empty()) continue;
    Task task = std::move(queue.front());
    queue.pop_front();
    return task;
  }
  return nullptr;
}

}  // namespace ormd
