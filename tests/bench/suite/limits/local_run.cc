#include "tests/bench/suite/limits/local_run.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/bench/process_cpu.h"

namespace ormd::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Times {
  std::vector<double> micros;
  double seconds = 0;
  double cpu = 0;
  size_t answer_bytes = 0;
};

Times Repeat(double seconds, const std::function<void()>& prepare, const std::function<size_t()>& operate) {
  Times times;
  const auto window = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  const Clock::time_point end = Clock::now() + window;
  while (times.micros.empty() || Clock::now() < end) {
    prepare();
    const double cpu = OwnCpu();
    const Clock::time_point start = Clock::now();
    times.answer_bytes = operate();
    const double micros = std::chrono::duration<double, std::micro>(Clock::now() - start).count();
    times.cpu += OwnCpu() - cpu;
    times.micros.push_back(micros);
    times.seconds += micros / 1e6;
  }
  return times;
}

}  // namespace

void Require(bool condition, const std::string& what) {
  if (condition) return;
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

void LocalRun::AddOptions(CLI::App& app) {
  app.add_option("--seconds", seconds_);
  app.add_option("--warmup", warmup_);
}

void LocalRun::Measure(const std::string& workload, const std::function<void()>& prepare,
                       const std::function<size_t()>& operate) const {
  Repeat(warmup_, prepare, operate);
  Times times = Repeat(seconds_, prepare, operate);
  std::sort(times.micros.begin(), times.micros.end());
  const size_t ops = times.micros.size();
  const auto percentile = [&](double share) {
    return times.micros[std::min(ops - 1, static_cast<size_t>(share * static_cast<double>(ops)))];
  };
  const nlohmann::ordered_json line = {{"target", target_},
                                       {"workload", workload},
                                       {"callers", 1},
                                       {"ops", ops},
                                       {"seconds", times.seconds},
                                       {"qps", static_cast<double>(ops) / times.seconds},
                                       {"p50_us", percentile(0.5)},
                                       {"p90_us", percentile(0.9)},
                                       {"p99_us", percentile(0.99)},
                                       {"errors", 0},
                                       {"cpu_us_per_op", times.cpu / static_cast<double>(ops)},
                                       {"answer_bytes", times.answer_bytes}};
  std::printf("%s\n", line.dump().c_str());
}

}  // namespace ormd::bench
