// Knows whether the database answers.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/runtime/ticker.h"

namespace ormd {

// Asks again and again, on a thread of its own. Thread safe.
class DatabaseWatch {
 public:
  // Reaches the database and answers its version. `known` tells whether it answered the last time.
  using Probe = std::function<absl::StatusOr<std::string>(bool known)>;
  // Called on the watching thread when the state changes, or why the database is away; the first state included.
  using Listener = std::function<void(const absl::Status& status)>;

  struct Options {
    absl::Duration when_ready = absl::Seconds(2);
    absl::Duration when_away = absl::Milliseconds(500);
  };

  DatabaseWatch(Probe probe, Listener listener, Options options);

  // Whether the first answer, which may be that it cannot be reached, came in time.
  bool AwaitAnswer(absl::Duration timeout) const;
  // Ok where the database answered the last time, else why not.
  absl::Status status() const;
  // Empty until it answered once.
  std::string version() const;

 private:
  absl::Duration Ask();
  // Whether the state has changed.
  bool Store(const absl::StatusOr<std::string>& answer);

  const Probe probe_;
  const Listener listener_;
  const Options options_;
  mutable absl::Mutex mutex_;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  bool asked_ ABSL_GUARDED_BY(mutex_) = false;
  std::string version_ ABSL_GUARDED_BY(mutex_);
  Ticker ticker_;  // last: its thread uses everything above
};

}  // namespace ormd
