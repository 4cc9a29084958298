// grpc.health.v1, as the gRPC health checking protocol says it.
#pragma once

#include "server/rpc/raw_service.h"
#include "server/service/host.h"

namespace ormd {

// Streams go on while the daemon drains.
class HealthService : public RawService {
 public:
  explicit HealthService(const Host& host);
};

}  // namespace ormd
