// A stream on a gRPC channel.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>

#include <deque>
#include <memory>
#include <string>

#include "tests/bench/suite/load/grpc/loop.h"
#include "tests/bench/suite/load/stream.h"

namespace ormd::bench {

class GrpcStream final : public Stream {
 public:
  GrpcStream(grpc::GenericStub& stub, Loop& loop, const std::string& method, Judge judge);
  ~GrpcStream() override;

 private:
  // Lets a method be a tag.
  class Step final : public Event {
   public:
    Step(GrpcStream* stream, void (GrpcStream::*happen)(bool)) : stream_(stream), happen_(happen) {}
    void Happen(bool ok) override { (stream_->*happen_)(ok); }

   private:
    GrpcStream* stream_;
    void (GrpcStream::*happen_)(bool);
  };

  struct Unsent {
    grpc::ByteBuffer message;
    bool followed;
  };

  void Write(std::string message, bool followed) override;
  void OnStarted(bool ok);
  void OnWritten(bool ok);
  void OnRead(bool ok);
  void OnFinished(bool ok);
  void WriteNext();

  Loop& loop_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  Step started_{this, &GrpcStream::OnStarted};
  Step written_{this, &GrpcStream::OnWritten};
  Step read_{this, &GrpcStream::OnRead};
  Step finished_{this, &GrpcStream::OnFinished};

  std::deque<Unsent> unsent_;
  grpc::ByteBuffer incoming_;
  grpc::Status end_;
  bool writing_ = true;  // at first until the stream has started
  bool over_ = false;
};

}  // namespace ormd::bench
