#include "tests/bench/suite/load/run.h"

#include <algorithm>
#include <cmath>
#include <future>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "tests/bench/process_cpu.h"
#include "tests/bench/suite/load/work.h"

namespace ormd::bench {
namespace {

constexpr int kChecks = 48;
constexpr int kLeastChecks = 2;  // of each caller

Window MakeWindow(const Options& options) {
  const auto since = [start = Clock::now()](double seconds) {
    return start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  };
  return {since(options.warmup), since(options.warmup + options.seconds)};
}

double Rounded(double value) { return std::round(value * 10) / 10; }

std::string Figures(const Options& options, Recorder& recorder, double cpu_us) {
  // Ops of W7 and W10 are prepared outside of their time.
  const double seconds = options.seconds - recorder.pause_seconds() / options.callers;
  const double ops = static_cast<double>(recorder.ops());
  return nlohmann::ordered_json{{"target", options.target},
                                {"workload", "W" + std::to_string(options.workload)},
                                {"callers", options.callers},
                                {"ops", recorder.ops()},
                                {"seconds", seconds},
                                {"qps", Rounded(ops / seconds)},
                                {"p50_us", Rounded(recorder.Percentile(0.5))},
                                {"p90_us", Rounded(recorder.Percentile(0.9))},
                                {"p99_us", Rounded(recorder.Percentile(0.99))},
                                {"errors", recorder.errors()},
                                {"first_error", recorder.first_error()},
                                {"cpu_us_per_op", ops == 0 ? 0 : Rounded(cpu_us / ops)},
                                {"answer_bytes", recorder.AnswerBytes()}}
      .dump();
}

// CPU time of this process between the begin and the end of the window.
double CpuOf(const Window& window) {
  std::this_thread::sleep_until(window.begin);
  const double start = OwnCpu();
  std::this_thread::sleep_until(window.end);
  return OwnCpu() - start;
}

}  // namespace

std::string Measure(const Options& options, Crew& crew, bool* failed) {
  const Window window = MakeWindow(options);
  std::vector<Recorder> recorders(crew.threads(), Recorder(window));
  const Work work = [&](Player& player, size_t thread) { return PlayUntilEnd(player, recorders[thread]); };
  std::vector<std::thread> threads;
  for (size_t i = 0; i < crew.threads(); ++i) {
    threads.emplace_back([&, i] { crew.Run(i, work); });
  }
  const double cpu_us = CpuOf(window);
  for (std::thread& thread : threads) thread.join();
  Recorder all(window);
  for (const Recorder& recorder : recorders) all.Merge(recorder);
  *failed = all.errors() > 0;
  return Figures(options, all, cpu_us);
}

grpc::Status Check(const Options& options, Crew& crew) {
  const int times = std::max(kChecks / options.callers, kLeastChecks);
  const Work work = [times](Player& player, size_t) { return CheckTimes(player, times); };
  std::vector<std::future<grpc::Status>> threads;
  for (size_t i = 0; i < crew.threads(); ++i) {
    threads.push_back(std::async(std::launch::async, [&, i] { return crew.Run(i, work); }));
  }
  grpc::Status first;
  for (std::future<grpc::Status>& thread : threads) {
    if (grpc::Status ended = thread.get(); first.ok()) first = ended;
  }
  return first;
}

}  // namespace ormd::bench
