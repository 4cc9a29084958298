#include "tests/bench/suite/load/bytes.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

namespace ormd::bench {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

uint32_t LengthTag(int field) { return WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED); }

}  // namespace

std::string SerializeInField(int field, const google::protobuf::MessageLite& message, uint64_t id) {
  const uint32_t size = static_cast<uint32_t>(message.ByteSizeLong());
  const size_t id_size = id == 0 ? 0 : 1 + CodedOutputStream::VarintSize64(id);
  const size_t head_size = CodedOutputStream::VarintSize32(LengthTag(field)) + CodedOutputStream::VarintSize32(size);
  std::string bytes(id_size + head_size + size, 0);
  uint8_t* out = reinterpret_cast<uint8_t*>(bytes.data());
  if (id != 0) out = WireFormatLite::WriteUInt64ToArray(1, id, out);
  out = CodedOutputStream::WriteVarint32ToArray(LengthTag(field), out);
  out = CodedOutputStream::WriteVarint32ToArray(size, out);
  message.SerializeWithCachedSizesToArray(out);
  return bytes;
}

}  // namespace ormd::bench
