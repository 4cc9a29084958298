// One call as the floors above gRPC see it: what bounds it, and its line in the access log.
#pragma once

#include <grpcpp/server_context.h>

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "orm/base/context.h"

namespace ormd {

// Views of what lives as long as the call.
struct CallInfo {
  const grpc::ServerContext* context;
  std::string_view rpc;  // "/orm.v1.EntityManager/Find"
  absl::Time started;
};

CallInfo DescribeCall(const grpc::ServerContext& context, std::string_view rpc);

// The deadline of the client, else `default_timeout` from now; with a cancellation of its own.
Context BoundCall(const grpc::ServerContext& context, absl::Duration default_timeout);

// One line: rpc, code, reason, duration, peer. At level info for a call that fails, at debug for one that succeeds.
void LogCall(const CallInfo& call, const absl::Status& status);

}  // namespace ormd
