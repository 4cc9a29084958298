// What clients were told of one row, held against what a row can do.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ormd::conformance {

using Instant = std::chrono::steady_clock::time_point;

struct Span {
  Instant begin;
  Instant end = Instant::max();  // of what nobody was told the end of
};

// What stands: no row where the version is 0, else what the writer of the stamp has written.
struct RowState {
  int64_t version = 0;
  std::string stamp;

  bool there() const { return version > 0; }
  friend auto operator<=>(const RowState&, const RowState&) = default;
};

// Something that happened to the row at one instant of the span.
struct RowEvent {
  Span span;
  std::string what;                                        // for people
  std::function<bool(const RowState& before)> fits;        // the states in which it can happen
  std::function<RowState(const RowState& before)> makes{};  // empty: it leaves the row as it is
  bool certain = true;                                     // false: it may not have happened at all
};

// Whether the row is linearizable: whether there is an order of the events in which a single row, `first` at the
// beginning, goes through all of them, and each happens within its span. Empty where there is, else where they get
// stuck.
std::string FaultOfRow(RowState first, std::vector<RowEvent> events);

// "3:1.4.7", or "nothing".
std::string Describe(const RowState& state);

}  // namespace ormd::conformance
