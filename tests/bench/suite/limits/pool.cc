#include "tests/bench/suite/limits/pool.h"

#include <utility>

namespace ormd::bench {

Pool::Pool(const std::string& url, int connections) {
  for (int i = 0; i < connections; ++i) workers_.emplace_back(url);
  for (Worker& worker : workers_) {
    worker.thread = std::thread([this, &worker] { Work(worker); });
  }
}

Pool::~Pool() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    for (Worker* worker : idle_) worker->changed.notify_one();
  }
  for (Worker& worker : workers_) worker.thread.join();
}

void Pool::Submit(Job job) {
  Worker* worker = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (idle_.empty()) return jobs_.push_back(std::move(job));
    worker = idle_.back();
    idle_.pop_back();
    worker->job = std::move(job);
  }
  worker->changed.notify_one();
}

void Pool::Work(Worker& worker) {
  while (const Job job = Next(worker)) job(worker.connection);
}

Pool::Job Pool::Next(Worker& worker) {
  std::unique_lock lock(mutex_);
  if (!jobs_.empty()) {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }
  idle_.push_back(&worker);
  worker.changed.wait(lock, [&] { return stopped_ || worker.job != nullptr; });
  return std::exchange(worker.job, nullptr);
}

}  // namespace ormd::bench
