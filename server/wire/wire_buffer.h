// Writes protobuf wire bytes into one growing buffer.
#pragma once

#include <google/protobuf/wire_format_lite.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace ormd::wire {

using google::protobuf::internal::WireFormatLite;

inline size_t VarintSize(uint64_t value) { return (static_cast<size_t>(std::bit_width(value | 1)) * 9 + 64) / 64; }

inline char* PutVarint(uint64_t value, char* to) {
  while (value >= 0x80) {
    *to++ = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  *to++ = static_cast<char>(value);
  return to;
}

// Not thread safe. Views into it hold until the next write. Unlike std::string it never clears what is about to be
// overwritten.
class WireBuffer {
 public:
  WireBuffer() = default;
  WireBuffer(const WireBuffer&) = delete;
  WireBuffer& operator=(const WireBuffer&) = delete;

  std::string_view view() const { return {data_.get(), size_}; }
  size_t size() const { return size_; }
  void Clear() { size_ = 0; }
  void Truncate(size_t size) { size_ = size; }
  void Reserve(size_t capacity) {
    if (capacity > capacity_) Grow(capacity - size_);
  }
  // Gives the bytes away; the buffer is empty then.
  std::unique_ptr<char[]> Release() {
    size_ = capacity_ = 0;
    return std::move(data_);
  }

  void Varint(uint64_t value) {
    char* at = Room(10);
    Advance(PutVarint(value, at));
  }
  // `tag` is a field number with its wire type, as WireFormatLite::MakeTag makes it.
  void Tag(uint32_t tag) { Varint(tag); }
  void TaggedVarint(uint32_t tag, uint64_t value) {
    char* at = Room(15);
    Advance(PutVarint(value, PutVarint(tag, at)));
  }
  void Fixed32(uint32_t value) { Raw(&value, sizeof(value)); }
  void Fixed64(uint64_t value) { Raw(&value, sizeof(value)); }
  void Raw(const void* bytes, size_t size) {
    char* at = Room(size);
    if (size > 0) std::memcpy(at, bytes, size);
    size_ += size;
  }
  void TaggedBytes(uint32_t tag, std::string_view bytes) {
    char* at = Room(15 + bytes.size());
    at = PutVarint(bytes.size(), PutVarint(tag, at));
    if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
    Advance(at + bytes.size());
  }

  // A length-delimited part whose length is not known yet: writes the tag and leaves room for a length of `width`
  // bytes. What Open answers goes to Close, innermost part first; Close moves the content where the length needs
  // another width, and answers the width that it needed.
  size_t Open(uint32_t tag, size_t width = 1) {
    char* at = Room(5 + width);
    Advance(PutVarint(tag, at) + width);
    return size_;
  }
  size_t Close(size_t start, size_t width = 1) {
    const size_t length = size_ - start;
    const size_t needed = VarintSize(length);
    if (needed != width) Shift(start, width, needed);
    PutVarint(length, data_.get() + start - width);
    return needed;
  }

  // Room for `size` more bytes; Advance(end) then says where writing ended.
  char* Room(size_t size) {
    if (size > capacity_ - size_) Grow(size);
    return data_.get() + size_;
  }
  void Advance(const char* end) { size_ = static_cast<size_t>(end - data_.get()); }

 private:
  void Grow(size_t size) {
    const size_t capacity = std::max(capacity_ * 2, std::max<size_t>(size_ + size, 256));
    std::unique_ptr<char[]> data(new char[capacity]);
    if (size_ > 0) std::memcpy(data.get(), data_.get(), size_);
    data_ = std::move(data);
    capacity_ = capacity;
  }

  void Shift(size_t start, size_t width, size_t needed) {
    if (needed > width) Room(needed - width);
    char* content = data_.get() + start;
    std::memmove(content - width + needed, content, size_ - start);
    size_ = size_ - width + needed;
  }

  std::unique_ptr<char[]> data_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace ormd::wire
