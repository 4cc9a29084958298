// How a call is answered.
#pragma once

#include <grpcpp/support/slice.h>

#include <functional>

#include "absl/status/statusor.h"

namespace ormd {

// Called once, from any thread, with the serialised reply.
using Answer = std::function<void(absl::StatusOr<grpc::Slice>)>;

}  // namespace ormd
