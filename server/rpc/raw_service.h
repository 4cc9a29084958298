// A gRPC service whose methods are registered by name and speak bytes.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>
#include <string>
#include <vector>

#include "server/rpc/event_queue.h"
#include "server/rpc/method.h"
#include "server/rpc/server_call.h"

namespace ormd {

// Requests arrive unparsed, so that ormd parses them with its own limits. Methods are added before the server starts;
// the service outlives the server.
class RawService : public grpc::Service {
 public:
  using Handler = Method::Handler;

  // Full name: "orm.v1.EntityManager".
  explicit RawService(std::string name);

  void AddUnary(const std::string& method, Handler handler);
  void AddServerStream(const std::string& method, Handler handler);
  void AddBidi(const std::string& method, Handler handler);

  // From now on calls arrive at `queue` too. Once the server has started.
  void Serve(EventQueue& queue);

  const std::string& name() const { return name_; }

 private:
  friend class ServerCall;

  void Add(const std::string& method, grpc::internal::RpcMethod::RpcType type, Handler handler);
  void Request(const Method& method, ServerCall* call);

  const std::string name_;
  std::vector<std::unique_ptr<Method>> methods_;
};

}  // namespace ormd
