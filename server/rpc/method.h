// A method of a service: what it is called, who handles its calls, and how many there are.
#pragma once

#include <grpcpp/impl/rpc_method.h>

#include <atomic>
#include <functional>
#include <string>

namespace ormd {

class ServerCall;

struct Method {
  // A call has come: gives it a reactor, which deletes itself when the call is done. Must not block.
  using Handler = std::function<void(ServerCall* call)>;

  const std::string path;  // "/orm.v1.EntityManager/Find"; gRPC keeps the pointer
  const grpc::internal::RpcMethod::RpcType type;
  const int index;  // of those of its service
  const Handler handler;
  std::atomic<size_t> awaited = 0;  // calls that gRPC may bring
  std::atomic<size_t> running = 0;
};

}  // namespace ormd
