#include "tests/bench/suite/load/link.h"

#include <grpcpp/create_channel.h>

#include <chrono>

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

}  // namespace

std::vector<std::unique_ptr<Link>> Connect(const std::string& address, int count, Loop& loop) {
  std::vector<std::unique_ptr<Link>> links;
  for (int i = 0; i < count; ++i) {
    const std::shared_ptr<grpc::Channel> channel = MakeChannel(address);
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + kConnectTimeout)) return {};
    links.push_back(std::make_unique<Link>(channel, loop));
  }
  return links;
}

}  // namespace ormd::bench
