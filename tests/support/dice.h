// Choices that follow from a seed, the same on every machine.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <utility>
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

// FROM and TO of ORMD_TEST_SEEDS=FROM-TO (or of one seed), or 1 and `last`: those that always run.
inline std::pair<uint64_t, uint64_t> SeedRange(uint64_t last) {
  const char* text = std::getenv("ORMD_TEST_SEEDS");
  if (text == nullptr) return {1, last};
  char* end = nullptr;
  const uint64_t from = std::strtoull(text, &end, 10);
  return {from, *end == '-' ? std::strtoull(end + 1, nullptr, 10) : from};
}

}  // namespace ormd
