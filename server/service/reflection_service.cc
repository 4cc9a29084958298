#include "server/service/reflection_service.h"

#include <utility>

#include "server/wire/error.h"
#include "server/wire/message.h"

namespace ormd {
namespace {

// One request, one response, again and again. Deletes itself when the call is done.
class ReflectionReactor final : public Reactor {
 public:
  ReflectionReactor(ServerCall* call, const ReflectionIndex& index) : Reactor(call), index_(index) {
    call->Read(&request_);
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return call().Finish(grpc::Status::OK);
    grpc::reflection::v1::ServerReflectionRequest request;
    if (absl::Status status = wire::ParseMessage(request_, &request); !status.ok())
      return call().Finish(wire::ToGrpcStatus(status));
    call().Write(wire::SerializeMessage(index_.Answer(request)));
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return call().Finish(grpc::Status::CANCELLED);
    request_.Clear();
    call().Read(&request_);
  }

  void OnDone() override { delete this; }

  const ReflectionIndex& index_;
  grpc::ByteBuffer request_;
};

}  // namespace

ReflectionService::ReflectionService(std::string name, const ReflectionIndex& index) : RawService(std::move(name)) {
  AddBidi("ServerReflectionInfo", [&index](ServerCall* call) { new ReflectionReactor(call, index); });
}

}  // namespace ormd
