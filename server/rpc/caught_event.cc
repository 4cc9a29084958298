#include "server/rpc/caught_event.h"

#include "server/rpc/event.h"

namespace ormd {
namespace {

thread_local bool catching = false;

}  // namespace

// By gRPC's cache of one event for each thread, as CompletionQueue::DoThenAsyncNext does it, which however goes on to
// look into the queue where there was no event.
CaughtEvent::CaughtEvent(grpc::CompletionQueue& queue) : queue_(catching ? nullptr : queue.cq()) {
  if (queue_ == nullptr) return;
  catching = true;
  grpc_completion_queue_thread_local_cache_init(queue_);
}

CaughtEvent::~CaughtEvent() {
  if (queue_ == nullptr) return;
  void* tag = nullptr;
  int success = 0;
  if (grpc_completion_queue_thread_local_cache_flush(queue_, &tag, &success) == 1) {
    void* event = nullptr;
    bool ok = success == 1;
    const bool is_ours = static_cast<grpc::internal::CompletionQueueTag*>(tag)->FinalizeResult(&event, &ok);
    if (is_ours) static_cast<Event*>(event)->Complete(ok);
  }
  catching = false;
}

}  // namespace ormd
