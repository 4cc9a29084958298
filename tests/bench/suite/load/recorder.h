// The times of a run.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace ormd::bench {

using Clock = std::chrono::steady_clock;

// What is measured: the ops that end between the two.
struct Window {
  Clock::time_point begin;
  Clock::time_point end;

  bool Holds(Clock::time_point time) const { return begin <= time && time < end; }
};

// Of one thread.
class Recorder {
 public:
  explicit Recorder(Window window) : window_(window) {}

  const Window& window() const { return window_; }
  void AddOp(Clock::time_point start, Clock::time_point end, size_t answer_bytes);
  // Time of a caller that belongs to no op.
  void AddPause(Clock::time_point start, Clock::time_point end);
  void AddError(const std::string& message);
  void Merge(const Recorder& other);

  uint64_t ops() const { return nanoseconds_.size(); }
  uint64_t errors() const { return errors_; }
  const std::string& first_error() const { return first_error_; }
  double pause_seconds() const { return pause_seconds_; }
  // The latency, in microseconds, that this share of the ops does not exceed; 0 without ops.
  double Percentile(double share);
  // The median; 0 without ops.
  uint32_t AnswerBytes();

 private:
  const Window window_;
  std::vector<uint64_t> nanoseconds_;
  std::vector<uint32_t> answer_bytes_;
  double pause_seconds_ = 0;
  uint64_t errors_ = 0;
  std::string first_error_;
};

}  // namespace ormd::bench
