// The floor: calls and streams that give back what they get.
#pragma once

#include <memory>
#include <string>

#include "tests/bench/suite/load/player.h"
#include "tests/bench/suite/load/transport.h"

namespace ormd::bench {

// A stream of the Echo service.
std::unique_ptr<Stream> OpenEcho(Link& link);

// As many bytes as the answer to W1 has.
class EchoPlayer final : public Player {
 public:
  // Unary where there is no stream.
  EchoPlayer(Link& link, Stream* stream);

  Task<Outcome> Play() override;
  Task<grpc::Status> Check() override;

 private:
  Task<Answer> Echo();

  Link& link_;
  Stream* const stream_;
  const std::string payload_;
};

}  // namespace ormd::bench
