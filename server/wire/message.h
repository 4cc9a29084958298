// API messages from and to gRPC's buffers.
#pragma once

#include <google/protobuf/arena.h>
#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/status/status.h"

namespace ormd::wire {

// Messages nested deeper are refused. A level of a condition is three to five messages, so this leaves room for every
// condition depth that is sensible while neither parsing nor destroying a message can exhaust a thread's stack.
inline constexpr int kMessageDepth = 1000;

// Larger messages are not to be parsed on a thread that brings those of other calls: they may take milliseconds.
inline constexpr size_t kParsedAtOnce = 256 << 10;

// Of a message that has `bytes` on the wire.
google::protobuf::ArenaOptions ArenaFor(size_t bytes);

// An empty message in an arena of its own, which lives as long as the pointer and all that share it.
template <typename Message>
std::shared_ptr<Message> NewInArena(size_t bytes) {
  auto arena = std::make_shared<google::protobuf::Arena>(ArenaFor(bytes));
  auto* const message = google::protobuf::Arena::CreateMessage<Message>(arena.get());
  return std::shared_ptr<Message>(std::move(arena), message);
}

// Parses a request. Faults name their place in the message ("find.where.orders.$some"), long paths cut:
//   LIMIT_EXCEEDED (metadata limit=message_depth)   nested too deep
//   BAD_REQUEST                                     no such message: truncated, wrong wire type, text that is not UTF-8
// `out` is unspecified after a fault. Reads `in` without changing it; safe for input of any depth.
absl::Status ParseMessage(const grpc::ByteBuffer& in, google::protobuf::Message* out);

// A number of the outermost message, by its field; 0 where it has none before its bytes cannot be read any more.
// Nothing else is parsed.
uint64_t ReadNumber(const grpc::ByteBuffer& in, int field);

grpc::Slice SerializeMessage(const google::protobuf::Message& message);

}  // namespace ormd::wire
