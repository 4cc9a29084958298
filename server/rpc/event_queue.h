// A completion queue of gRPC, and the threads that serve it.
#pragma once

#include <grpcpp/completion_queue.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace ormd {

class Event;

// Thread safe.
class EventQueue {
 public:
  explicit EventQueue(std::unique_ptr<grpc::ServerCompletionQueue> queue) : queue_(std::move(queue)) {}
  // Shuts down.
  ~EventQueue();
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;

  // Once the server has started.
  void Start(size_t threads);
  // Once the server has shut down: waits until no call is left, then ends the threads.
  void Shutdown();

  // From Hold to LetGo calls that come are kept; they begin on the thread of LetGo.
  void Hold();
  void LetGo();
  // Whether the call that `begin` would begin is kept. Then it completes later.
  bool Keep(Event* begin);

  grpc::ServerCompletionQueue* get() const { return queue_.get(); }

  // Calls that run or are waited for: their events keep the queue open.
  void AddCall() { calls_.fetch_add(1, std::memory_order_relaxed); }
  void RemoveCall();

 private:
  // Until the queue has shut down.
  void Serve();

  const std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::vector<std::thread> threads_;
  std::atomic<size_t> calls_ = 0;

  std::atomic<bool> holding_ = false;  // changes under the mutex

  absl::Mutex mutex_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Event*> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ormd
