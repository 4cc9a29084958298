// A graph of rows straight to the wire.
#pragma once

#include <grpcpp/support/slice.h>

#include "absl/status/statusor.h"
#include "orm/unit/row_graph.h"

namespace ormd::wire {

// The serialised orm.v1.FindReply that EncodeGraph (server/wire/graph.h) would make of the same entities, byte for
// byte. INTERNAL where a cell does not fit its property: EncodeGraph would leave that one out, if an entity can hold
// it.
absl::StatusOr<grpc::Slice> EncodeRowGraph(const RowGraph& graph);

}  // namespace ormd::wire
