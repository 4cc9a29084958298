#include "tests/bench/suite/load/transport.h"

#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>

#include <chrono>
#include <utility>

#include "tests/bench/suite/load/grpc/stream.h"
#include "tests/bench/suite/load/grpc/unary_call.h"

namespace ormd::bench {
namespace {

constexpr std::chrono::seconds kConnectTimeout{10};
// So that a large answer need not wait for the window to grow.
constexpr int kLookahead = 4 << 20;

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_CHANNELZ, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kLookahead);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

class GrpcLink final : public Link {
 public:
  GrpcLink(const std::shared_ptr<grpc::Channel>& channel, Loop& loop) : stub_(channel), loop_(loop) {}

  Task<Answer> Call(const std::string& method, const std::string& request) override {
    GrpcCall call(stub_, loop_, method, request);
    co_return co_await call;
  }

  std::unique_ptr<Stream> Open(const std::string& method, Stream::Judge judge) override {
    return std::make_unique<GrpcStream>(stub_, loop_, method, std::move(judge));
  }

 private:
  grpc::GenericStub stub_;
  Loop& loop_;
};

class GrpcTransport final : public Transport {
 public:
  void RunOne() override { loop_.RunOne(); }

 private:
  std::unique_ptr<Link> ConnectOne(const std::string& address) override {
    const std::shared_ptr<grpc::Channel> channel = MakeChannel(address);
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + kConnectTimeout)) return nullptr;
    return std::make_unique<GrpcLink>(channel, loop_);
  }

  Loop loop_;
};

}  // namespace

std::unique_ptr<Transport> MakeGrpcTransport() { return std::make_unique<GrpcTransport>(); }

}  // namespace ormd::bench
