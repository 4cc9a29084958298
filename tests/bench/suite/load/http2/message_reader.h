// The messages of a gRPC call, out of its bytes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace ormd::bench {

// Each message stands behind a prefix: a byte that tells of compression, which is not asked for, and its length in
// four.
class MessageReader {
 public:
  static constexpr size_t kPrefix = 5;

  static std::array<char, kPrefix> PrefixOf(size_t length) {
    return {0, static_cast<char>(length >> 24), static_cast<char>(length >> 16), static_cast<char>(length >> 8),
            static_cast<char>(length)};
  }

  // Calls take(std::string) with each message that ends in these bytes.
  template <typename Take>
  void Read(std::span<const uint8_t> bytes, const Take& take) {
    while (!bytes.empty()) {
      if (prefix_size_ < kPrefix) {
        prefix_[prefix_size_++] = bytes.front();
        bytes = bytes.subspan(1);
        if (prefix_size_ == kPrefix) Begin();
      } else {
        const size_t count = std::min(bytes.size(), length_ - message_.size());
        message_.append(reinterpret_cast<const char*>(bytes.data()), count);
        bytes = bytes.subspan(count);
      }
      if (prefix_size_ == kPrefix && message_.size() == length_) {
        prefix_size_ = 0;
        take(std::exchange(message_, {}));
      }
    }
  }

 private:
  void Begin() {
    length_ = size_t{prefix_[1]} << 24 | size_t{prefix_[2]} << 16 | size_t{prefix_[3]} << 8 | size_t{prefix_[4]};
    message_.reserve(length_);
  }

  std::array<uint8_t, kPrefix> prefix_;
  size_t prefix_size_ = 0;
  size_t length_ = 0;
  std::string message_;  // as far as it is there
};

}  // namespace ormd::bench
