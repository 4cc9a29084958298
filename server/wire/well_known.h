// Times as google.protobuf.Timestamp and Duration hold them.
#pragma once

#include <cstdint>
#include <optional>

#include "orm/value/value.h"

namespace ormd::wire {

struct WireTime {
  int64_t seconds = 0;
  int32_t nanos = 0;
};

// A Timestamp: nanos are never negative.
inline WireTime WireTimeOf(int64_t micros) {
  int64_t seconds = micros / 1'000'000;
  int64_t rest = micros % 1'000'000;
  if (rest < 0) {
    --seconds;
    rest += 1'000'000;
  }
  return {seconds, static_cast<int32_t>(rest * 1000)};
}

// A Duration: seconds and nanos have the same sign.
inline WireTime WireDurationOf(int64_t micros) {
  return {micros / 1'000'000, static_cast<int32_t>(micros % 1'000'000 * 1000)};
}

// nullopt outside of the years 1 to 9999, or where nanos are no fraction of a second. Cuts to microseconds.
inline std::optional<Timestamp> TimestampOf(int64_t seconds, int32_t nanos) {
  constexpr int64_t kFirst = -62'135'596'800;
  constexpr int64_t kLast = 253'402'300'799;
  if (seconds < kFirst || seconds > kLast || nanos < 0 || nanos > 999'999'999) return std::nullopt;
  return Timestamp{seconds * 1'000'000 + nanos / 1000};
}

// Microseconds; nullopt where they do not fit or the signs differ.
inline std::optional<int64_t> MicrosOf(int64_t seconds, int32_t nanos) {
  constexpr int64_t kLast = INT64_MAX / 1'000'000 - 1;
  if (seconds < -kLast || seconds > kLast || nanos < -999'999'999 || nanos > 999'999'999) return std::nullopt;
  if ((seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0)) return std::nullopt;
  return seconds * 1'000'000 + nanos / 1000;
}

}  // namespace ormd::wire
