// Ends a statement of SQLite at its deadline or on cancellation.
#pragma once

#include <sqlite3.h>

#include <atomic>

#include "absl/time/time.h"
#include "orm/base/context.h"

namespace ormd {

// Hooks into a connection: SQLite asks it every few instructions whether to go on, and while it waits for a lock. One
// of each connection, which outlives it; used by its thread, except that cancellation may come from any.
class Limits {
 public:
  Limits(sqlite3* database, absl::Duration busy_timeout);
  Limits(const Limits&) = delete;
  Limits& operator=(const Limits&) = delete;

  // Holds for the statements that run while it lives.
  class Scope {
   public:
    Scope(Limits& limits, const Context& context);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Limits& limits_;
    Cancellation* const cancellation_;
  };

  // Ok, or why the statement had to end.
  absl::Status Check() const;
  // Whether it has to end.
  bool over() const { return cancelled_ || late(); }

 private:
  static int OnProgress(void* limits);
  static int OnBusy(void* limits, int calls);
  bool late() const { return deadline_ != absl::InfiniteFuture() && absl::Now() >= deadline_; }

  sqlite3* const database_;
  const absl::Duration busy_timeout_;
  absl::Time deadline_ = absl::InfiniteFuture();
  absl::Time busy_since_;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace ormd
