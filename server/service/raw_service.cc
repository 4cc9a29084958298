#include "server/service/raw_service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>

#include <utility>

#include "orm/base/strings.h"

namespace ormd {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::internal::RpcMethod;

}  // namespace

RawService::RawService(std::string name) : name_(std::move(name)) {}

void RawService::AddUnary(const std::string& method, UnaryHandler handler) {
  const std::string& path = PathOf(method);
  auto react = [&path, handler = std::move(handler)](CallbackServerContext* context, const ByteBuffer* request,
                                                     ByteBuffer* reply) {
    return handler(context, path, request, reply);
  };
  Add(path, RpcMethod::NORMAL_RPC, new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(std::move(react)));
}

void RawService::AddServerStream(const std::string& method, WriteHandler handler) {
  const std::string& path = PathOf(method);
  auto react = [&path, handler = std::move(handler)](CallbackServerContext* context, const ByteBuffer* request) {
    return handler(context, path, request);
  };
  Add(path, RpcMethod::SERVER_STREAMING,
      new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(std::move(react)));
}

void RawService::AddBidi(const std::string& method, BidiHandler handler) {
  const std::string& path = PathOf(method);
  auto react = [&path, handler = std::move(handler)](CallbackServerContext* context) { return handler(context, path); };
  Add(path, RpcMethod::BIDI_STREAMING,
      new grpc::internal::CallbackBidiHandler<ByteBuffer, ByteBuffer>(std::move(react)));
}

const std::string& RawService::PathOf(const std::string& method) {
  return *paths_.emplace_back(std::make_unique<const std::string>(StrCat("/", name_, "/", method)));
}

void RawService::Add(const std::string& path, RpcMethod::RpcType type, grpc::internal::MethodHandler* handler) {
  const int index = static_cast<int>(paths_.size()) - 1;
  AddMethod(new grpc::internal::RpcServiceMethod(path.c_str(), type, nullptr));
  MarkMethodRawCallback(index, handler);
}

}  // namespace ormd
