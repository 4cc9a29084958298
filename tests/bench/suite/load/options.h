// The command line of bench_load.
#pragma once

#include <cstdint>
#include <string>

namespace ormd::bench {

struct Options {
  std::string target;
  std::string address;
  int workload = 1;
  int callers = 1;
  double seconds = 5;
  double warmup = 1;
  bool decode = false;
  bool check = false;
  int depth = 1;
  uint64_t seed = 1;
};

// Ends the program where the command line is wrong or asks for help.
Options ParseOptions(int argc, char** argv);

}  // namespace ormd::bench
