// One call as the floors above gRPC see it: what bounds it, and its line in the access log.
#pragma once

#include <grpcpp/server_context.h>

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "orm/base/context.h"

namespace ormd {

struct CallInfo {
  std::string rpc;  // "/orm.v1.EntityManager/Find"
  std::string peer;
  absl::Time started;
};

CallInfo DescribeCall(const grpc::CallbackServerContext& context, std::string rpc);

// The deadline of the client, else `default_timeout` from now; with a cancellation of its own.
Context BoundCall(const grpc::CallbackServerContext& context, absl::Duration default_timeout);

// One line at level info: rpc, code, reason, duration, peer.
void LogCall(const CallInfo& call, const absl::Status& status);

}  // namespace ormd
