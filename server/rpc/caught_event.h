// An event that is completed where it comes about.
#pragma once

#include <grpc/grpc.h>
#include <grpcpp/completion_queue.h>

namespace ormd {

// While it lives, the first event of a completion queue that comes about on this thread, mostly the end of an operation
// that is begun meanwhile, perhaps something of another call, is kept, and completed at its end: no thread of the queue
// wakes up for it. Whoever makes one holds no lock. Within an event that is completed so, it does nothing: events
// do not nest.
class CaughtEvent {
 public:
  explicit CaughtEvent(grpc::CompletionQueue& queue);
  ~CaughtEvent();
  CaughtEvent(const CaughtEvent&) = delete;
  CaughtEvent& operator=(const CaughtEvent&) = delete;

 private:
  // nullptr within another one. May be gone at the end, with the last call.
  grpc_completion_queue* const queue_;
};

}  // namespace ormd
