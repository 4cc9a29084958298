#include "tests/bench/suite/limits/echo_service.h"

namespace ormd::bench {
namespace {

// One message at a time; deletes itself when gRPC is done with it.
class EchoStream final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  EchoStream() { StartRead(&message_); }

  void OnReadDone(bool ok) override { ok ? StartWrite(&message_) : Finish(grpc::Status::OK); }
  void OnWriteDone(bool ok) override { ok ? StartRead(&message_) : Finish(grpc::Status::OK); }
  void OnDone() override { delete this; }

 private:
  // Reactions are short: they need no thread of their own.
  bool InternalInlineable() override { return true; }

  grpc::ByteBuffer message_;
};

}  // namespace

grpc::ServerUnaryReactor* EchoService::Unary(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                             grpc::ByteBuffer* response) {
  *response = *request;
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* EchoService::Stream(grpc::CallbackServerContext*) {
  return new EchoStream;
}

}  // namespace ormd::bench
