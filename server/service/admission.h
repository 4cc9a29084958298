// The right of a call to be served, and the room that its request takes meanwhile.
#pragma once

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "server/rpc/server_call.h"
#include "server/runtime/byte_budget.h"
#include "server/runtime/call_tracker.h"
#include "server/service/host.h"

namespace ormd {

// Both are given back when it is destroyed.
class Admission {
 public:
  Admission() = default;

 private:
  friend absl::StatusOr<Admission> Admit(const Host& host, const ServerCall& call, const Context& context);
  CallTracker::Ticket ticket_;
  ByteBudget::Share share_;
};

// SERVER_DRAINING, or SERVER_BUSY where requests with too many bytes are in flight. The context's cancellation is
// raised when the drain's grace is over.
absl::StatusOr<Admission> Admit(const Host& host, const ServerCall& call, const Context& context);

}  // namespace ormd
