// gRPC's own messages in our log.
#pragma once

#include <functional>

namespace ormd {

// Sends them to the log at level debug: what matters to an operator, ormd says itself. Call it before the first use of
// gRPC. `on_deaf` is called, perhaps more than once and with locks of gRPC held, when gRPC stops to accept connections:
// where accepting one has failed, mostly for want of file descriptors, gRPC 1.51 never listens again (CVE-2023-4785).
void RouteGrpcLog(std::function<void()> on_deaf);

}  // namespace ormd
