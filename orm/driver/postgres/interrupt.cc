#include "orm/driver/postgres/interrupt.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

namespace ormd {

WakeUp::WakeUp() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

WakeUp::~WakeUp() {
  if (descriptor_ >= 0) close(descriptor_);
}

void WakeUp::Ring() {
  rung_ = true;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(descriptor_, &one, sizeof(one));
}

void WakeUp::Reset() {
  if (!rung_.exchange(false)) return;
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t taken = read(descriptor_, &count, sizeof(count));
}

CancellationWatch::CancellationWatch(const Context& context, WakeUp& wake)
    : cancellation_(context.cancellation.get()), wake_(wake) {
  if (cancellation_ == nullptr) return;
  if (!cancellation_->SetCallback([&wake] { wake.Ring(); })) wake.Ring();
}

CancellationWatch::~CancellationWatch() {
  if (cancellation_ == nullptr) return;
  cancellation_->ClearCallback();
  wake_.Reset();
}

}  // namespace ormd
