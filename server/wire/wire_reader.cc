#include "server/wire/wire_reader.h"

#include <cstring>

namespace ormd::wire {

bool WireReader::Varint(uint64_t* out) {
  uint64_t value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    if (at_ == end_) return false;
    const uint64_t byte = static_cast<uint8_t>(*at_++);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      *out = value;
      return true;
    }
  }
  return false;
}

bool WireReader::Fixed32(uint64_t* out) {
  if (end_ - at_ < 4) return false;
  uint32_t value;
  std::memcpy(&value, at_, sizeof(value));
  at_ += sizeof(value);
  *out = value;
  return true;
}

bool WireReader::Fixed64(uint64_t* out) {
  if (end_ - at_ < 8) return false;
  std::memcpy(out, at_, sizeof(*out));
  at_ += sizeof(*out);
  return true;
}

bool WireReader::Delimited(std::string_view* out) {
  uint64_t length;
  if (!Varint(&length) || length > static_cast<uint64_t>(end_ - at_)) return false;
  *out = {at_, static_cast<size_t>(length)};
  at_ += length;
  return true;
}

bool WireReader::Next(WireField* out) {
  uint64_t tag;
  if (!Varint(&tag) || tag > UINT32_MAX) return false;
  out->field = static_cast<uint32_t>(tag >> 3);
  if (out->field == 0) return false;
  out->type = static_cast<WireFormatLite::WireType>(tag & 7);
  switch (out->type) {
    case WireFormatLite::WIRETYPE_VARINT:
      return Varint(&out->number);
    case WireFormatLite::WIRETYPE_FIXED32:
      return Fixed32(&out->number);
    case WireFormatLite::WIRETYPE_FIXED64:
      return Fixed64(&out->number);
    case WireFormatLite::WIRETYPE_LENGTH_DELIMITED:
      return Delimited(&out->bytes);
    case WireFormatLite::WIRETYPE_START_GROUP:
    case WireFormatLite::WIRETYPE_END_GROUP:
      return true;
  }
  return false;
}

}  // namespace ormd::wire
