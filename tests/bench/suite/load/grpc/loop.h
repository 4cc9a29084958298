// One thread's completion queue.
#pragma once

#include <grpcpp/completion_queue.h>

namespace ormd::bench {

// A tag of the completion queue.
class Event {
 public:
  virtual void Happen(bool ok) = 0;

 protected:
  ~Event() = default;
};

// Everything that was started on the queue must have come to its end before it is destroyed.
class Loop {
 public:
  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  grpc::CompletionQueue* queue() { return &queue_; }
  // Waits for the next event and lets it happen. Gives up when nothing happens for too long.
  void RunOne();

 private:
  grpc::CompletionQueue queue_;
};

}  // namespace ormd::bench
