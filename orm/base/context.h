// What bounds a piece of work: a deadline and a cancellation, handed down as an argument from the call to the statement.
#pragma once

#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace ormd {

// A flag that is raised once, with at most one callback at a time that is told. Thread safe.
//
// SetCallback returns false where the flag is raised already. ClearCallback waits until a running callback has returned, so what it
// uses may be destroyed afterwards. A callback must not call back into its Cancellation.
class Cancellation {
 public:
  void Cancel();
  bool cancelled() const;

  bool SetCallback(std::function<void()> callback);
  void ClearCallback();

 private:
  mutable absl::Mutex mutex_;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  std::function<void()> callback_ ABSL_GUARDED_BY(mutex_);
};

// Copied freely; the cancellation is shared.
struct Context {
  absl::Time deadline = absl::InfiniteFuture();
  std::shared_ptr<Cancellation> cancellation;

  bool cancelled() const { return cancellation != nullptr && cancellation->cancelled(); }
  absl::Duration remaining() const { return deadline - absl::Now(); }

  // STATEMENT_CANCELLED or STATEMENT_TIMEOUT where the work should end, else ok.
  absl::Status Check() const;
};

}  // namespace ormd
