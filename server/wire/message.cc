#include "server/wire/message.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include <algorithm>
#include <string>
#include <vector>

#include "server/wire/errors.h"
#include "server/wire/message_fault.h"

namespace ormd::wire {
namespace {

// A message takes about so much more memory than bytes on the wire.
constexpr size_t kArenaFactor = 4;
constexpr size_t kLeastBlock = 512;
constexpr size_t kLargestBlock = 256 << 10;

bool Parse(google::protobuf::io::CodedInputStream& in, google::protobuf::Message* out) {
  in.SetRecursionLimit(kMessageDepth);
  return out->ParseFromCodedStream(&in) && in.ConsumedEntireMessage();
}

// Most requests are of one slice, which is read where it lies.
bool Parse(const grpc::ByteBuffer& in, google::protobuf::Message* out) {
  if (!in.Valid()) {
    out->Clear();
    return true;
  }
  if (grpc::Slice slice; in.TrySingleSlice(&slice).ok()) {
    google::protobuf::io::CodedInputStream coded(slice.begin(), static_cast<int>(slice.size()));
    return Parse(coded, out);
  }
  grpc::ByteBuffer shared(in);
  grpc::ProtoBufferReader reader(&shared);
  if (!reader.status().ok()) return false;
  google::protobuf::io::CodedInputStream coded(&reader);
  return Parse(coded, out);
}

std::string Flat(const grpc::ByteBuffer& in) {
  std::string bytes;
  std::vector<grpc::Slice> slices;
  if (!in.Dump(&slices).ok()) return bytes;
  bytes.reserve(in.Length());
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

}  // namespace

google::protobuf::ArenaOptions ArenaFor(size_t bytes) {
  google::protobuf::ArenaOptions options;
  options.start_block_size = std::clamp(bytes * kArenaFactor, kLeastBlock, kLargestBlock);
  options.max_block_size = kLargestBlock;
  return options;
}

absl::Status ParseMessage(const grpc::ByteBuffer& in, google::protobuf::Message* out) {
  if (Parse(in, out)) return absl::OkStatus();
  return FindMessageFault(*out->GetDescriptor(), Flat(in), kMessageDepth);
}

uint64_t ReadNumber(const grpc::ByteBuffer& in, int field) {
  using google::protobuf::internal::WireFormatLite;
  grpc::ByteBuffer shared(in);
  grpc::ProtoBufferReader reader(&shared);
  if (!reader.status().ok()) return 0;
  google::protobuf::io::CodedInputStream coded(&reader);
  const uint32_t wanted = WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_VARINT);
  for (uint32_t tag = coded.ReadTag(); tag != wanted; tag = coded.ReadTag()) {
    if (tag == 0 || !WireFormatLite::SkipField(&coded, tag)) return 0;
  }
  uint64_t number = 0;
  return coded.ReadVarint64(&number) ? number : 0;
}

grpc::Slice SerializeMessage(const google::protobuf::Message& message) {
  grpc::Slice bytes(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(bytes.begin()));
  return bytes;
}

}  // namespace ormd::wire
