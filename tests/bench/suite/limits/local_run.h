// Repeats an operation in this process, at one caller, and prints a line of JSON like that of bench_load.
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <functional>
#include <string>

namespace ormd::bench {

class LocalRun {
 public:
  explicit LocalRun(std::string target) : target_(std::move(target)) {}

  // --seconds and --warmup.
  void AddOptions(CLI::App& app);

  // Operates for as long as the options say, at least once. `operate` answers the size of its answer in bytes. What
  // `prepare` does before each one is part of the window, but of no operation's time.
  void Measure(const std::string& workload, const std::function<void()>& prepare,
               const std::function<size_t()>& operate) const;

 private:
  const std::string target_;
  double seconds_ = 5;
  double warmup_ = 1;
};

// Ends the program, with a message, unless the condition holds.
void Require(bool condition, const std::string& what);

}  // namespace ormd::bench
