// The gRPC server on its address, with the threads that serve it.
#pragma once

#include <grpcpp/server.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/config/settings.h"
#include "server/rpc/event_queue.h"
#include "server/service/services.h"

namespace ormd {

class Listener {
 public:
  // Starts serving. UNAVAILABLE with the system's reason where the address cannot be bound; ports are never shared.
  // The services outlive the listener.
  static absl::StatusOr<std::unique_ptr<Listener>> Start(const Settings& settings, const Services& services);
  Listener(std::unique_ptr<EventQueue> queue, std::unique_ptr<grpc::Server> server, std::string address);
  // Cancels the calls that still run, and waits until they have ended.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // Closes the port and tells the clients (GOAWAY): their next calls go elsewhere, those that have come are served as
  // before, a moment later. Does not wait for them; called once at the most.
  void TurnAway();

  // Where it listens, with the port that was chosen.
  const std::string& address() const { return address_; }

 private:
  const std::unique_ptr<EventQueue> queue_;
  const std::unique_ptr<grpc::Server> server_;
  const std::string address_;
};

}  // namespace ormd
