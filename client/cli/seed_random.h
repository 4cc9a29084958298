// Numbers that are the same on every machine for the same seed.
#pragma once

#include <cstdint>
#include <string_view>

namespace ormd::cli {

// SplitMix64.
class SeedRandom {
 public:
  explicit SeedRandom(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t mixed = state_ += 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
  }
  // In [0, count).
  uint64_t Below(uint64_t count) { return count == 0 ? 0 : Next() % count; }
  // In [least, most].
  int64_t Between(int64_t least, int64_t most) {
    if (most <= least) return least;
    const uint64_t width = static_cast<uint64_t>(most) - static_cast<uint64_t>(least) + 1;
    return static_cast<int64_t>(static_cast<uint64_t>(least) + (width == 0 ? Next() : Below(width)));
  }
  bool OneIn(uint64_t count) { return Below(count) == 0; }

  template <typename List>
  const auto& Pick(const List& list) {
    return list[Below(list.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace ormd::cli
