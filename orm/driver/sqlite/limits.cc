#include "orm/driver/sqlite/limits.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "orm/driver/errors.h"

namespace ormd {
namespace {

// Some 20 microseconds of work.
constexpr int kInstructions = 2000;
constexpr absl::Duration kLongestNap = absl::Milliseconds(10);

}  // namespace

Limits::Limits(sqlite3* database, absl::Duration busy_timeout) : database_(database), busy_timeout_(busy_timeout) {
  sqlite3_progress_handler(database_, kInstructions, OnProgress, this);
  sqlite3_busy_handler(database_, OnBusy, this);
}

Limits::Scope::Scope(Limits& limits, const Context& context)
    : limits_(limits), cancellation_(context.cancellation.get()) {
  limits_.deadline_ = context.deadline;
  limits_.cancelled_ = false;
  if (cancellation_ == nullptr) return;
  // The flag is for where no statement runs yet: then sqlite3_interrupt does nothing.
  const bool set = cancellation_->SetCallback([&limits] {
    limits.cancelled_ = true;
    sqlite3_interrupt(limits.database_);
  });
  if (!set) limits_.cancelled_ = true;
}

Limits::Scope::~Scope() {
  if (cancellation_ != nullptr) cancellation_->ClearCallback();
  limits_.deadline_ = absl::InfiniteFuture();
  limits_.cancelled_ = false;
}

absl::Status Limits::Check() const {
  if (cancelled_) return StatementCancelled();
  return late() ? StatementTimeout() : absl::OkStatus();
}

int Limits::OnProgress(void* limits) { return static_cast<const Limits*>(limits)->over() ? 1 : 0; }

int Limits::OnBusy(void* self, int calls) {
  auto* limits = static_cast<Limits*>(self);
  const absl::Time now = absl::Now();
  if (calls == 0) limits->busy_since_ = now;
  if (limits->over() || now - limits->busy_since_ >= limits->busy_timeout_) return 0;
  absl::SleepFor(std::min({absl::Milliseconds(1) * (calls + 1), kLongestNap, limits->deadline_ - now}));
  return 1;
}

}  // namespace ormd
