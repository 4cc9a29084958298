#include "tests/bench/suite/load/bytes.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/slice.h>

namespace ormd::bench {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

uint32_t LengthTag(int field) { return WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED); }

uint8_t* Begin(grpc::Slice& slice) { return const_cast<uint8_t*>(slice.begin()); }

}  // namespace

grpc::ByteBuffer Serialize(const google::protobuf::MessageLite& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(Begin(slice));
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer SerializeInField(int field, const google::protobuf::MessageLite& message, uint64_t id) {
  const uint32_t size = static_cast<uint32_t>(message.ByteSizeLong());
  const size_t id_size = id == 0 ? 0 : 1 + CodedOutputStream::VarintSize64(id);
  const size_t head_size = CodedOutputStream::VarintSize32(LengthTag(field)) + CodedOutputStream::VarintSize32(size);
  grpc::Slice slice(id_size + head_size + size);
  uint8_t* out = Begin(slice);
  if (id != 0) out = WireFormatLite::WriteUInt64ToArray(1, id, out);
  out = CodedOutputStream::WriteVarint32ToArray(LengthTag(field), out);
  out = CodedOutputStream::WriteVarint32ToArray(size, out);
  message.SerializeWithCachedSizesToArray(out);
  return grpc::ByteBuffer(&slice, 1);
}

bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite* message) {
  grpc::ByteBuffer shared(bytes);
  grpc::ProtoBufferReader reader(&shared);
  return reader.status().ok() && message->ParseFromZeroCopyStream(&reader);
}

}  // namespace ormd::bench
