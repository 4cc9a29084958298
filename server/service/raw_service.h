// A gRPC service whose methods are registered by name and speak bytes.
#pragma once

#include <grpcpp/impl/service_type.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ormd {

// Requests arrive unparsed, so that ormd parses them with its own limits. Methods are added before the server starts;
// the service outlives the server. Reactors that the handlers make delete themselves when they are done.
class RawService : public grpc::Service {
 public:
  using UnaryHandler = std::function<grpc::ServerUnaryReactor*(
      grpc::CallbackServerContext*, const std::string& rpc, const grpc::ByteBuffer* request, grpc::ByteBuffer* reply)>;
  using WriteHandler = std::function<grpc::ServerWriteReactor<grpc::ByteBuffer>*(
      grpc::CallbackServerContext*, const std::string& rpc, const grpc::ByteBuffer* request)>;
  using BidiHandler = std::function<grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>*(
      grpc::CallbackServerContext*, const std::string& rpc)>;

  // Full name: "orm.v1.EntityManager".
  explicit RawService(std::string name);

  void AddUnary(const std::string& method, UnaryHandler handler);
  void AddServerStream(const std::string& method, WriteHandler handler);
  void AddBidi(const std::string& method, BidiHandler handler);

  const std::string& name() const { return name_; }

 private:
  // "/orm.v1.EntityManager/Find"; gRPC keeps the pointer.
  const std::string& PathOf(const std::string& method);
  void Add(const std::string& path, grpc::internal::RpcMethod::RpcType type, grpc::internal::MethodHandler* handler);

  const std::string name_;
  std::vector<std::unique_ptr<const std::string>> paths_;
};

}  // namespace ormd
