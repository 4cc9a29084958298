#include "server/rpc/raw_service.h"

#include <grpcpp/impl/rpc_service_method.h>

#include <utility>

#include "orm/base/strings.h"

namespace ormd {
namespace {

using grpc::internal::RpcMethod;

}  // namespace

RawService::RawService(std::string name) : name_(std::move(name)) {}

void RawService::AddUnary(const std::string& method, Handler handler) {
  Add(method, RpcMethod::NORMAL_RPC, std::move(handler));
}

void RawService::AddServerStream(const std::string& method, Handler handler) {
  Add(method, RpcMethod::SERVER_STREAMING, std::move(handler));
}

void RawService::AddBidi(const std::string& method, Handler handler) {
  Add(method, RpcMethod::BIDI_STREAMING, std::move(handler));
}

void RawService::Add(const std::string& method, RpcMethod::RpcType type, Handler handler) {
  const int index = static_cast<int>(methods_.size());
  methods_.emplace_back(new Method{StrCat("/", name_, "/", method), type, index, std::move(handler)});
  AddMethod(new grpc::internal::RpcServiceMethod(methods_.back()->path.c_str(), type, nullptr));
  MarkMethodAsync(index);
}

void RawService::Serve(EventQueue& queue) {
  for (const auto& method : methods_) ServerCall::Await(*this, *method, queue);
}

void RawService::Request(const Method& method, ServerCall* call) {
  grpc::ServerCompletionQueue* const queue = call->queue_.get();
  void* const tag = call->accepted_.tag();
  if (method.type == RpcMethod::BIDI_STREAMING) {
    return RequestAsyncBidiStreaming(method.index, &call->context_, &call->stream_, queue, queue, tag);
  }
  // A unary method differs for gRPC only in how often it is answered.
  RequestAsyncServerStreaming(method.index, &call->context_, &call->request_, &call->stream_, queue, queue, tag);
}

}  // namespace ormd
