// A thread that does something every so often.
#pragma once

#include <functional>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace ormd {

// `action` runs at once, then each time the pause that it answered has passed. It ends with the object.
class Ticker {
 public:
  explicit Ticker(std::function<absl::Duration()> action);
  ~Ticker();
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

 private:
  absl::Notification ending_;
  std::thread thread_;
};

}  // namespace ormd
