// Reads protobuf wire bytes in place.
#pragma once

#include <google/protobuf/wire_format_lite.h>

#include <cstdint>
#include <string_view>

namespace ormd::wire {

using google::protobuf::internal::WireFormatLite;

// One field as it stands on the wire. `number` holds varints and fixed values, `bytes` length-delimited ones.
struct WireField {
  uint32_t field = 0;
  WireFormatLite::WireType type = WireFormatLite::WIRETYPE_VARINT;
  uint64_t number = 0;
  std::string_view bytes;
};

// Walks over the fields of one message, without recursion. Groups are answered by their start and end tags.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : begin_(bytes.data()), at_(begin_), end_(begin_ + bytes.size()) {}

  bool done() const { return at_ == end_; }
  size_t position() const { return static_cast<size_t>(at_ - begin_); }
  // False where the bytes are no field.
  bool Next(WireField* out);

  // Raw reads for packed lists.
  bool Varint(uint64_t* out);
  bool Fixed32(uint64_t* out);
  bool Fixed64(uint64_t* out);

 private:
  bool Delimited(std::string_view* out);

  const char* begin_;
  const char* at_;
  const char* end_;
};

}  // namespace ormd::wire
