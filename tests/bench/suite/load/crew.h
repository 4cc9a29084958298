// The callers of a run, and where they run.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/suite/load/options.h"
#include "tests/bench/suite/load/player.h"

namespace ormd::bench {

// What a caller does in a run, with the number of its thread.
using Work = std::function<Task<grpc::Status>(Player& player, size_t thread)>;

// Its players are connected. Work is done on `threads` threads of its own.
class Crew {
 public:
  virtual ~Crew() = default;

  virtual size_t threads() const = 0;
  // Lets the players of one thread work until all have ended; the first error that one ended with. Calls for different
  // threads may run at the same time.
  virtual grpc::Status Run(size_t thread, const Work& work) = 0;
};

// A crew on gRPC: one thread plays all callers. Null, with a message, where the target cannot be reached.
std::unique_ptr<Crew> MakeGrpcCrew(const Options& options, std::string* error);
// A crew of blocking callers, a thread each. Null likewise.
std::unique_ptr<Crew> MakePostgraphileCrew(const Options& options, std::string* error);

}  // namespace ormd::bench
