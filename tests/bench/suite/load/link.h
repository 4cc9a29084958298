// A connection to a gRPC server.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/suite/load/loop.h"

namespace ormd::bench {

// Calls on it end on `loop`, which outlives it.
struct Link {
  Link(const std::shared_ptr<grpc::Channel>& channel, Loop& loop) : stub(channel), loop(loop) {}

  grpc::GenericStub stub;
  Loop& loop;
};

// `count` connections of their own; empty where the server cannot be reached.
std::vector<std::unique_ptr<Link>> Connect(const std::string& address, int count, Loop& loop);

}  // namespace ormd::bench
