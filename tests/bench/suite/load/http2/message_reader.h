// The messages of a gRPC call, out of its bytes.
#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

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

  // Calls take(grpc::ByteBuffer) with each message that ends in these bytes.
  template <typename Take>
  void Read(std::span<const uint8_t> bytes, const Take& take) {
    while (!bytes.empty()) {
      if (prefix_size_ < kPrefix) {
        prefix_size_ += Move(bytes, prefix_.data() + prefix_size_, kPrefix - prefix_size_);
        if (prefix_size_ == kPrefix) Begin();
      } else {
        size_ += Move(bytes, const_cast<uint8_t*>(message_.begin()) + size_, message_.size() - size_);
      }
      if (prefix_size_ == kPrefix && size_ == message_.size()) {
        prefix_size_ = size_ = 0;
        take(grpc::ByteBuffer(&message_, 1));
      }
    }
  }

 private:
  static size_t Move(std::span<const uint8_t>& from, uint8_t* to, size_t most) {
    const size_t count = std::min(from.size(), most);
    std::memcpy(to, from.data(), count);
    from = from.subspan(count);
    return count;
  }

  void Begin() {
    const size_t length =
        size_t{prefix_[1]} << 24 | size_t{prefix_[2]} << 16 | size_t{prefix_[3]} << 8 | size_t{prefix_[4]};
    message_ = grpc::Slice(length);
  }

  std::array<uint8_t, kPrefix> prefix_;
  size_t prefix_size_ = 0;
  grpc::Slice message_;
  size_t size_ = 0;  // of the message, as far as it is there
};

}  // namespace ormd::bench
