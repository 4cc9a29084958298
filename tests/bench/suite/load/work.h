// How a caller spends a run.
#pragma once

#include "tests/bench/suite/load/player.h"
#include "tests/bench/suite/load/recorder.h"

namespace ormd::bench {

// Op after op until the end of the window, or until one fails.
Task<grpc::Status> PlayUntilEnd(Player& player, Recorder& recorder);

// So many checks one after the other, or until one fails.
Task<grpc::Status> CheckTimes(Player& player, int times);

}  // namespace ormd::bench
