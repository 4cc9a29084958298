// The serialised answer to a find, written by hand: spares the message and its copies.
#pragma once

#include <grpcpp/support/slice.h>

#include "orm/v1/graph.pb.h"
#include "server/wire/wire_buffer.h"

namespace ormd::wire {

constexpr uint32_t DelimitedTag(int number) {
  return WireFormatLite::MakeTag(number, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
}

inline constexpr uint32_t kGraph = DelimitedTag(1);  // FindReply.graph
inline constexpr uint32_t kSet = DelimitedTag(orm::v1::Graph::kSetsFieldNumber);
inline constexpr uint32_t kRoots = DelimitedTag(orm::v1::Graph::kRootsFieldNumber);
inline constexpr uint32_t kEntities = DelimitedTag(orm::v1::EntitySet::kEntitiesFieldNumber);

// Gives bytes [first, size) of `out` to a slice without a copy; `out` is empty then.
grpc::Slice ToSlice(WireBuffer& out, size_t first);

}  // namespace ormd::wire
