// How calls and streams reach a gRPC server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/suite/load/answer.h"
#include "tests/bench/suite/load/stream.h"
#include "tests/bench/suite/load/task.h"

namespace ormd::bench {

// A connection of its own. `method` is "/package.Service/Method".
class Link {
 public:
  virtual ~Link() = default;

  // A unary call. `method` and `request` outlive the task.
  virtual Task<Answer> Call(const std::string& method, const std::string& request) = 0;
  // `method` outlives the stream.
  virtual std::unique_ptr<Stream> Open(const std::string& method, Stream::Judge judge) = 0;
};

// Used by one thread at a time. Outlives its links, and they their calls and streams.
class Transport {
 public:
  virtual ~Transport() = default;

  // `count` links to HOST:PORT; empty where the server cannot be reached.
  std::vector<std::unique_ptr<Link>> Connect(const std::string& address, int count);
  // Waits for something to happen, and lets it. Gives up when nothing happens for too long.
  virtual void RunOne() = 0;

 private:
  // Null where the server cannot be reached.
  virtual std::unique_ptr<Link> ConnectOne(const std::string& address) = 0;
};

// gRPC for C++, as programs use it.
std::unique_ptr<Transport> MakeGrpcTransport();
// Bare HTTP/2, without a thread of its own: leaves more of the CPU to what is measured.
std::unique_ptr<Transport> MakeHttp2Transport();

}  // namespace ormd::bench
