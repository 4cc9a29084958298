// Lets so many in at a time; the others stand in line without a thread.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "orm/base/context.h"

namespace ormd {

// First come, first served. Thread safe; outlives its passes.
class Turnstile {
 public:
  // Lets the next one in line in on this thread.
  struct Leaving {
    void operator()(Turnstile* turnstile) const { turnstile->Leave(); }
  };
  // One who is inside, until it is reset or destroyed.
  using Pass = std::unique_ptr<Turnstile, Leaving>;

  // Called once, without locks held, on any thread, perhaps before Enter returns; must not block.
  using LetIn = std::function<void(absl::StatusOr<Pass>)>;

  // `patience`: the longest time in line; `late`: what is told then.
  Turnstile(size_t places, absl::Duration patience, absl::Status late)
      : places_(places), patience_(patience), late_(std::move(late)) {}
  Turnstile(const Turnstile&) = delete;
  Turnstile& operator=(const Turnstile&) = delete;

  // Lets in with a pass, or says why there is none: its time in line is over, or its context has ended.
  void Enter(Context context, LetIn let_in);

  // Sends away those whose time in line is over: to be called every so often.
  void Sweep();

 private:
  struct Waiter {
    Context context;
    absl::Time until;
    LetIn let_in;
  };

  // False where there is none: then it stands in line.
  bool TakePlace(Context& context, LetIn& let_in);
  void Leave();
  // Why it is to wait no longer; ok where it is not.
  absl::Status Fault(const Waiter& waiter, absl::Time now) const;

  const size_t places_;
  const absl::Duration patience_;
  const absl::Status late_;
  absl::Mutex mutex_;
  size_t inside_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<Waiter> line_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ormd
