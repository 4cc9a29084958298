// bench_load: the load generator of the bench; see --help.
#include <cstdio>

#include "tests/bench/suite/load/run.h"

namespace ormd::bench {
namespace {

int Main(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  std::string error;
  const std::unique_ptr<Crew> crew =
      options.target == "postgraphile" ? MakePostgraphileCrew(options, &error) : MakeGrpcCrew(options, &error);
  if (crew == nullptr) {
    std::fprintf(stderr, "bench_load: %s\n", error.c_str());
    return 1;
  }
  if (options.check) {
    const grpc::Status checked = Check(options, *crew);
    if (checked.ok()) return 0;
    std::fprintf(stderr, "bench_load: %s W%d: code %d: %s\n", options.target.c_str(), options.workload,
                 static_cast<int>(checked.error_code()), checked.error_message().c_str());
    return 1;
  }
  bool failed = false;
  std::printf("%s\n", Measure(options, *crew, &failed).c_str());
  return failed ? 1 : 0;
}

}  // namespace
}  // namespace ormd::bench

int main(int argc, char** argv) { return ormd::bench::Main(argc, argv); }
