// What came of a call.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "absl/container/inlined_vector.h"

namespace ormd::bench {

// As it arrived: one message, or several where a large answer comes in parts.
struct Answer {
  grpc::Status status;
  absl::InlinedVector<std::string, 1> parts;

  size_t bytes() const {
    size_t bytes = 0;
    for (const std::string& part : parts) bytes += part.size();
    return bytes;
  }
};

// What is left of an op: how it ended and the size of its answers.
struct Outcome {
  grpc::Status status;
  size_t bytes = 0;
};

}  // namespace ormd::bench
