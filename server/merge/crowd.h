// Tells few callers from many.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace ormd {

// How many callers there are shows in how many calls run at the same time, but not where each is answered on the thread
// that brings it: none is read before the last one is done, so that one runs at a time however many wait. Therefore the
// last few of each period are not to be answered there, and tell for the next period.
//
// Thread safe; where threads meet, it counts roughly.
class Crowd {
 public:
  static constexpr uint32_t kPeriod = 2048;
  static constexpr uint32_t kProbes = 16;
  static constexpr size_t kMany = 6;

  // Counts a call, beside which so many run, itself among them. Whether it may be answered where it is.
  bool IsFew(size_t running) {
    const uint32_t place = calls_.fetch_add(1, std::memory_order_relaxed) % kPeriod;
    if (place < kPeriod - kProbes) return few_.load(std::memory_order_relaxed);
    const size_t most = std::max(most_.load(std::memory_order_relaxed), running);
    const bool last = place == kPeriod - 1;
    if (last) few_.store(most < kMany, std::memory_order_relaxed);
    most_.store(last ? 0 : most, std::memory_order_relaxed);
    return false;
  }

 private:
  std::atomic<uint32_t> calls_ = 0;
  std::atomic<size_t> most_ = 0;  // that ran at the same time, of the probes so far
  std::atomic<bool> few_ = true;
};

}  // namespace ormd
