#include "tests/bench/suite/load/options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <map>

#include "tests/bench/suite/load/known_data.h"
#include "tests/bench/suite/load/library_player.h"

namespace ormd::bench {
namespace {

// Why the options do not go together; empty where they do.
std::string Contradiction(const Options& options) {
  const bool echo = options.target.starts_with("echo");
  const bool streams = options.target.ends_with("-stream");
  if (echo && options.workload != 1) return "an echo plays W1 only";
  if (options.target == "postgraphile" && options.workload != 1 && options.workload != 6) {
    return "postgraphile plays W1 and W6 only";
  }
  if (options.workload == 8 && options.callers > kBooks / kChangedBooks) {
    return "W8 takes at most 100 callers, who change different books";
  }
  if (options.depth > 1 && (!streams || options.workload != 1 || options.check)) {
    return "--depth is for W1 over streams, and not for --check";
  }
  return "";
}

}  // namespace

Options ParseOptions(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Plays a workload of the bench against a target, in a closed loop; prints its figures as one line of JSON");
  std::map<std::string, int> workloads;
  for (int i = 1; i <= 10; ++i) workloads.emplace("W" + std::to_string(i), i);
  app.add_option("--target", options.target, "What to measure")
      ->required()
      ->check(CLI::IsMember({"ormd", "ormd-stream", "shop", "echo", "echo-stream", "postgraphile"}));
  app.add_option("--address", options.address, "HOST:PORT")->required();
  app.add_option("--workload", options.workload, "W1 to W10")->required()->transform(CLI::Transformer(workloads));
  app.add_option("--callers", options.callers, "Callers, each with one op at a time")->check(CLI::Range(1, 4096));
  app.add_option("--seconds", options.seconds, "Measured time")->check(CLI::PositiveNumber);
  app.add_option("--warmup", options.warmup, "Time before it")->check(CLI::NonNegativeNumber);
  app.add_flag("--decode", options.decode,
               "Make objects of the answers, as part of the op, and call by way of gRPC for C++");
  app.add_flag("--check", options.check, "Instead of timing, compare what comes with the known data");
  app.add_option("--depth", options.depth, "Look-ups in flight on each stream")->check(CLI::Range(1, 64));
  app.add_option("--seed", options.seed, "Of the random keys");
  try {
    app.parse(argc, argv);
    if (const std::string contradiction = Contradiction(options); !contradiction.empty()) {
      throw CLI::ValidationError(contradiction);
    }
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
  return options;
}

}  // namespace ormd::bench
