// A choice of the properties of one entity type.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"

namespace ormd {

// A bit for each slot. Masks that are compared or combined are of the same type; one of usual width needs no memory
// beside it.
class SlotMask {
 public:
  SlotMask() = default;
  // Of a type with so many slots; none is chosen.
  explicit SlotMask(size_t slots) : words_((slots + kBits - 1) / kBits) {}
  SlotMask(size_t slots, const std::vector<size_t>& chosen) : SlotMask(slots) {
    for (const size_t slot : chosen) Set(slot);
  }

  bool operator[](size_t slot) const { return (words_[slot / kBits] >> (slot % kBits) & 1) != 0; }

  void Set(size_t slot, bool chosen = true) {
    const uint64_t bit = uint64_t{1} << (slot % kBits);
    if (chosen) {
      words_[slot / kBits] |= bit;
    } else {
      words_[slot / kBits] &= ~bit;
    }
  }
  void Clear() { std::fill(words_.begin(), words_.end(), 0); }

  // Any is chosen.
  bool any() const {
    return std::any_of(words_.begin(), words_.end(), [](uint64_t word) { return word != 0; });
  }
  // Whatever the other one has chosen is chosen.
  bool Covers(const SlotMask& other) const {
    return std::equal(words_.begin(), words_.end(), other.words_.begin(), other.words_.end(),
                      [](uint64_t own, uint64_t wanted) { return (wanted & ~own) == 0; });
  }
  // Chooses also what both of them have chosen.
  void AddCommon(const SlotMask& a, const SlotMask& b) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] |= a.words_[i] & b.words_[i];
  }

  bool operator==(const SlotMask& other) const { return words_ == other.words_; }

  template <typename H>
  friend H AbslHashValue(H state, const SlotMask& mask) {
    return H::combine(std::move(state), mask.words_);
  }

 private:
  static constexpr size_t kBits = 64;

  absl::InlinedVector<uint64_t, 2> words_;
};

}  // namespace ormd
