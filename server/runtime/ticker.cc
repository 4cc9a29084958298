#include "server/runtime/ticker.h"

#include <utility>

namespace ormd {

Ticker::Ticker(std::function<absl::Duration()> action)
    : thread_([this, action = std::move(action)] {
        while (!ending_.HasBeenNotified()) ending_.WaitForNotificationWithTimeout(action());
      }) {}

Ticker::~Ticker() {
  ending_.Notify();
  thread_.join();
}

}  // namespace ormd
