// Lanes that answer several waiting calls by one statement.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/suite/limits/connection.h"

namespace ormd::bench {

constexpr int kLanes = 2;
constexpr size_t kMostMerged = 64;

// A call that waits for its answer.
template <typename Request>
struct Waiting {
  const Request* request;
  ::bench::shop::Author* response;
  grpc::ServerUnaryReactor* reactor;
};

// Merges what waits when a lane gets free; nothing waits for others to come. Thread safe.
template <typename Request>
class Merger {
 public:
  using Calls = std::vector<Waiting<Request>>;
  // Finishes every call.
  using Run = void (*)(Connection& connection, const Calls& calls);

  // Ends the program where the database cannot be reached.
  Merger(const std::string& url, Run run) : run_(run) {
    for (int i = 0; i < kLanes; ++i) connections_.emplace_back(url);
    for (Connection& connection : connections_) {
      threads_.emplace_back([this, &connection] { Work(connection); });
    }
  }
  Merger(const Merger&) = delete;
  Merger& operator=(const Merger&) = delete;
  // Answers what waits.
  ~Merger() {
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void Add(Waiting<Request> call) {
    {
      std::lock_guard lock(mutex_);
      waiting_.push_back(call);
    }
    changed_.notify_one();
  }

 private:
  void Work(Connection& connection) {
    for (Calls calls; Take(&calls);) run_(connection, calls);
  }

  // Waits; false at the end.
  bool Take(Calls* calls) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMostMerged));
    calls->assign(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    return !calls->empty();
  }

  const Run run_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting<Request>> waiting_;
  bool stopped_ = false;
  std::deque<Connection> connections_;
  std::vector<std::thread> threads_;
};

}  // namespace ormd::bench
