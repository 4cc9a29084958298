// A completion queue of gRPC, and the threads that serve it.
#pragma once

#include <grpcpp/completion_queue.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace ormd {

// Threads share one seat at epoll, and who leaves it wakes the next: with two threads a small call costs two switches
// of context more than with one. So one thread serves, and another one joins it only while it finds work each time
// that it looks (gRPC's callback API has at least two at all times).
//
// Thread safe.
class EventQueue {
 public:
  // `threads`: at most so many serve at a time.
  EventQueue(std::unique_ptr<grpc::ServerCompletionQueue> queue, size_t threads);
  // Shuts down.
  ~EventQueue();
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;

  // Once the server has started.
  void Start();
  // Once the server has shut down: waits until no call is left, then ends the threads.
  void Shutdown();

  grpc::ServerCompletionQueue* get() const { return queue_.get(); }

  // Calls that run or are waited for: their events keep the queue open.
  void AddCall() { calls_.fetch_add(1, std::memory_order_relaxed); }
  // On a thread of the queue.
  void RemoveCall();

  // Lets another thread serve for a while, if one is free: for who is about to be busy.
  void CallHelper();

 private:
  void Serve();
  void Help();
  // One event. False once the queue has shut down.
  bool Next();
  // How often the thread slept between some events; nullopt once the queue has shut down.
  std::optional<int64_t> ServeRound();
  // False where the queue ends.
  bool AwaitNeed();

  const std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  const size_t most_threads_;
  std::vector<std::thread> threads_;
  std::atomic<size_t> calls_ = 0;
  std::atomic<size_t> idle_ = 0;  // helpers that wait to be needed

  absl::Mutex mutex_;
  size_t needed_ ABSL_GUARDED_BY(mutex_) = 0;  // helpers that were called and have not come yet
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace ormd
