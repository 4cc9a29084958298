#include "orm/base/context.h"

#include <utility>

#include "orm/base/error.h"

namespace ormd {

void Cancellation::Cancel() {
  absl::MutexLock lock(&mutex_);
  if (std::exchange(cancelled_, true)) return;
  if (callback_) callback_();
}

bool Cancellation::cancelled() const {
  absl::MutexLock lock(&mutex_);
  return cancelled_;
}

bool Cancellation::SetCallback(std::function<void()> callback) {
  absl::MutexLock lock(&mutex_);
  if (cancelled_) return false;
  callback_ = std::move(callback);
  return true;
}

void Cancellation::ClearCallback() {
  absl::MutexLock lock(&mutex_);
  callback_ = nullptr;
}

absl::Status Context::Check() const {
  if (cancelled()) return MakeError({Reason::kStatementCancelled, "the call was cancelled", {}, {}});
  if (absl::Now() >= deadline) return MakeError({Reason::kStatementTimeout, "the deadline has passed", {}, {}});
  return absl::OkStatus();
}

}  // namespace ormd
