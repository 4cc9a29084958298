// bench.shop.Echo: gives back the bytes that it gets, unparsed.
#pragma once

#include "shop.grpc.pb.h"

namespace ormd::bench {

class EchoService final : public ::bench::shop::Echo::WithRawCallbackMethod_Unary<
                              ::bench::shop::Echo::WithRawCallbackMethod_Stream<::bench::shop::Echo::Service>> {
 public:
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                  grpc::ByteBuffer* response) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Stream(grpc::CallbackServerContext* context) override;
};

}  // namespace ormd::bench
