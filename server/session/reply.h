// The replies to a command, on their way from the workspace to the door.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "orm/v1/session.pb.h"

namespace ormd {

// An orm.v1.Reply but for its head: a unary call answers with the message alone.
struct EncodedReply {
  using Kind = orm::v1::Reply::ReplyCase;

  EncodedReply(Kind kind, grpc::Slice message, bool more = false)
      : kind(kind), message(std::move(message)), more(more) {}
  EncodedReply(Kind kind, const google::protobuf::Message& message);

  Kind kind;
  grpc::Slice message;  // serialised: an orm.v1.FindReply, and so on
  bool more;            // another part of the same answer follows
};

// The replies to one command: one, or the parts of a large graph in order, all but the last with `more`.
using Replies = std::vector<EncodedReply>;

// At least what a Reply has beside its message.
inline constexpr size_t kReplyHeadBytes = 32;

// The serialised orm.v1.Reply to the command with this id, and its size.
grpc::ByteBuffer ReplyBytes(uint64_t id, const EncodedReply& reply);
size_t ReplySize(uint64_t id, const EncodedReply& reply);

}  // namespace ormd
