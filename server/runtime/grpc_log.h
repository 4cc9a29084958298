// gRPC's own messages in our log.
#pragma once

namespace ormd {

// Sends them to the log at level debug: what matters to an operator, ormd says itself. Call it before the first use of
// gRPC.
void RouteGrpcLog();

}  // namespace ormd
