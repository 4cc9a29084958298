// Choices that follow from a seed, the same on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace ormd {

class Dice {
 public:
  explicit Dice(uint64_t seed) : engine_(seed) {}

  uint64_t Roll() { return engine_(); }
  // Below `count`, which is not 0.
  size_t Pick(size_t count) { return static_cast<size_t>(engine_() % count); }
  bool Chance(size_t percent) { return Pick(100) < percent; }
  template <typename T>
  const T& Any(const std::vector<T>& list) {
    return list[Pick(list.size())];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace ormd
