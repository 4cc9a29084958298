// Who is being served: admits calls until the drain begins, then knows when the last one has ended.
#pragma once

#include <functional>
#include <list>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "orm/base/context.h"

namespace ormd {

// Thread safe; outlives its tickets.
class CallTracker {
  struct Call {
    std::shared_ptr<Cancellation> cancellation;
    std::function<void()> on_drain;
  };

 public:
  // The right to be served; ends when destroyed.
  class Ticket {
   public:
    Ticket() = default;
    Ticket(Ticket&& other) noexcept;
    Ticket& operator=(Ticket&& other) noexcept;
    ~Ticket() { Release(); }
    void Release();

   private:
    friend class CallTracker;
    CallTracker* tracker_ = nullptr;
    std::list<Call>::iterator call_;
  };

  // SERVER_DRAINING once the drain has begun. `on_drain`, where given, is called when it begins and at times while it
  // lasts, on the draining thread, perhaps while the ticket is being released: it must own what it uses.
  absl::StatusOr<Ticket> Enter(std::shared_ptr<Cancellation> cancellation, std::function<void()> on_drain = nullptr);

  // No ticket from now on. Tells the calls, each time that it is called.
  void BeginDrain();
  // Whether all tickets were given back in time.
  bool WaitIdle(absl::Duration timeout);
  // Cancels every call that still runs.
  void CancelAll();

  size_t active() const;

 private:
  void Leave(std::list<Call>::iterator call);

  mutable absl::Mutex mutex_;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  std::list<Call> calls_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ormd
