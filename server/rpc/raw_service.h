// A gRPC service whose methods are registered by name and speak bytes.
#pragma once

#include <grpcpp/impl/rpc_method.h>
#include <grpcpp/impl/service_type.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/rpc/event_queue.h"
#include "server/rpc/server_call.h"

namespace ormd {

// Requests arrive unparsed, so that ormd parses them with its own limits. Methods are added before the server starts;
// the service outlives the server.
class RawService : public grpc::Service {
 public:
  // A call has come: gives it a reactor, which deletes itself when the call is done. Must not block.
  using Handler = std::function<void(ServerCall* call)>;

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

  struct Method {
    const std::string path;  // "/orm.v1.EntityManager/Find"; gRPC keeps the pointer
    const grpc::internal::RpcMethod::RpcType type;
    const Handler handler;
    std::atomic<size_t> awaited = 0;  // calls that gRPC may bring
    std::atomic<size_t> running = 0;
  };

  void Add(const std::string& method, grpc::internal::RpcMethod::RpcType type, Handler handler);
  void Request(size_t method, ServerCall* call);

  const std::string name_;
  std::vector<std::unique_ptr<Method>> methods_;
};

}  // namespace ormd
