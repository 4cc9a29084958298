// A run of a crew: a measurement, or a check.
#pragma once

#include <string>

#include "tests/bench/suite/load/crew.h"

namespace ormd::bench {

// One line of JSON; `failed` tells whether an op did.
std::string Measure(const Options& options, Crew& crew, bool* failed);

// Plays a few dozen ops; the first thing that is wrong.
grpc::Status Check(const Options& options, Crew& crew);

}  // namespace ormd::bench
