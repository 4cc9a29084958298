// The gRPC server on its address.
#pragma once

#include <grpcpp/server.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/config/settings.h"
#include "server/service/services.h"

namespace ormd {

struct Listener {
  std::unique_ptr<grpc::Server> server;
  // Where it listens, with the port that was chosen.
  std::string address;
};

// Starts serving. UNAVAILABLE with the system's reason where the address cannot be bound; ports are never shared.
absl::StatusOr<Listener> Listen(const Settings& settings, const Services& services);

}  // namespace ormd
