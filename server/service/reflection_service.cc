#include "server/service/reflection_service.h"

#include <utility>

#include "server/wire/error.h"
#include "server/wire/message.h"

namespace ormd {
namespace {

// One request, one response, again and again. Deletes itself when gRPC is done with it.
class ReflectionReactor : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit ReflectionReactor(const ReflectionIndex& index) : index_(index) { StartRead(&request_); }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    grpc::reflection::v1::ServerReflectionRequest request;
    if (absl::Status status = wire::ParseMessage(request_, &request); !status.ok())
      return Finish(wire::ToGrpcStatus(status));
    const grpc::Slice response = wire::SerializeMessage(index_.Answer(request));
    response_ = grpc::ByteBuffer(&response, 1);
    StartWrite(&response_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    request_.Clear();
    StartRead(&request_);
  }

  void OnDone() override { delete this; }

  const ReflectionIndex& index_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
};

}  // namespace

ReflectionService::ReflectionService(std::string name, const ReflectionIndex& index) : RawService(std::move(name)) {
  AddBidi("ServerReflectionInfo",
          [&index](grpc::CallbackServerContext*, const std::string&) { return new ReflectionReactor(index); });
}

}  // namespace ormd
