#include "server/session/reply.h"

#include <cstring>
#include <iterator>

#include "server/wire/message.h"
#include "server/wire/reply_buffer.h"

namespace ormd {
namespace {

using orm::v1::Reply;
using wire::PutVarint;
using wire::WireFormatLite;

constexpr uint32_t kId = WireFormatLite::MakeTag(Reply::kIdFieldNumber, WireFormatLite::WIRETYPE_VARINT);
constexpr uint32_t kMore = WireFormatLite::MakeTag(Reply::kMoreFieldNumber, WireFormatLite::WIRETYPE_VARINT);

// A message up to this size costs less to copy than to send as a piece of its own.
constexpr size_t kCopied = 4096;

// Writes what stands before the message; answers the end.
char* PutHead(uint64_t id, const EncodedReply& reply, char* to) {
  if (id != 0) to = PutVarint(id, PutVarint(kId, to));
  if (reply.more) to = PutVarint(1, PutVarint(kMore, to));
  to = PutVarint(wire::DelimitedTag(reply.kind), to);
  return PutVarint(reply.message.size(), to);
}

grpc::Slice Joined(const char* head, size_t size, const grpc::Slice& message) {
  grpc::Slice joined(size + message.size());
  auto* const bytes = const_cast<uint8_t*>(joined.begin());
  std::memcpy(bytes, head, size);
  std::memcpy(bytes + size, message.begin(), message.size());
  return joined;
}

}  // namespace

EncodedReply::EncodedReply(Kind kind, const google::protobuf::Message& message)
    : EncodedReply(kind, wire::SerializeMessage(message)) {}

grpc::ByteBuffer ReplyBytes(uint64_t id, const EncodedReply& reply) {
  char head[kReplyHeadBytes];
  const auto size = static_cast<size_t>(PutHead(id, reply, head) - head);
  if (reply.message.size() <= kCopied) {
    const grpc::Slice joined = Joined(head, size, reply.message);
    return grpc::ByteBuffer(&joined, 1);
  }
  const grpc::Slice pieces[] = {grpc::Slice(head, size), reply.message};
  return grpc::ByteBuffer(pieces, std::size(pieces));
}

size_t ReplySize(uint64_t id, const EncodedReply& reply) {
  char head[kReplyHeadBytes];
  return static_cast<size_t>(PutHead(id, reply, head) - head) + reply.message.size();
}

}  // namespace ormd
