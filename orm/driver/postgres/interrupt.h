// Wakes a thread that waits in poll().
#pragma once

#include <atomic>

#include "orm/base/context.h"

namespace ormd {

// A file descriptor that becomes readable when a context is cancelled.
class WakeUp {
 public:
  WakeUp();
  ~WakeUp();
  WakeUp(const WakeUp&) = delete;
  WakeUp& operator=(const WakeUp&) = delete;

  // -1 where the system gave none: cancellation is then seen at the deadline only.
  int descriptor() const { return descriptor_; }
  void Ring();
  // Silent again; no Ring may run at the same time.
  void Reset();

 private:
  const int descriptor_;
  std::atomic<bool> rung_ = false;
};

// Rings on cancellation as long as it lives.
class CancellationWatch {
 public:
  CancellationWatch(const Context& context, WakeUp& wake);
  ~CancellationWatch();
  CancellationWatch(const CancellationWatch&) = delete;
  CancellationWatch& operator=(const CancellationWatch&) = delete;

 private:
  Cancellation* const cancellation_;
  WakeUp& wake_;
};

}  // namespace ormd
