#include "tests/bench/suite/load/recorder.h"

#include <algorithm>

namespace ormd::bench {
namespace {

// The value at this share of the sorted values.
template <typename T>
T Quantile(std::vector<T>& values, double share) {
  if (values.empty()) return 0;
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<size_t>(rank)];
}

}  // namespace

void Recorder::AddOp(Clock::time_point start, Clock::time_point end, size_t answer_bytes) {
  if (!window_.Holds(end)) return;
  nanoseconds_.push_back(static_cast<uint64_t>(std::chrono::nanoseconds(end - start).count()));
  answer_bytes_.push_back(static_cast<uint32_t>(answer_bytes));
}

void Recorder::AddPause(Clock::time_point start, Clock::time_point end) {
  start = std::max(start, window_.begin);
  end = std::min(end, window_.end);
  if (start < end) pause_seconds_ += std::chrono::duration<double>(end - start).count();
}

void Recorder::AddError(const std::string& message) {
  if (errors_++ == 0) first_error_ = message;
}

void Recorder::Merge(const Recorder& other) {
  nanoseconds_.insert(nanoseconds_.end(), other.nanoseconds_.begin(), other.nanoseconds_.end());
  answer_bytes_.insert(answer_bytes_.end(), other.answer_bytes_.begin(), other.answer_bytes_.end());
  pause_seconds_ += other.pause_seconds_;
  errors_ += other.errors_;
  if (first_error_.empty()) first_error_ = other.first_error_;
}

double Recorder::Percentile(double share) { return static_cast<double>(Quantile(nanoseconds_, share)) / 1e3; }

uint32_t Recorder::AnswerBytes() { return Quantile(answer_bytes_, 0.5); }

}  // namespace ormd::bench
