// One unary call, from the wire to a handler that answers when it can.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "server/interceptor/call.h"
#include "server/merge/answer.h"
#include "server/rpc/raw_service.h"
#include "server/service/host.h"

namespace ormd {

// Parses, then leaves the work to the executor; must not block: it runs on gRPC's thread, or for a large request on the
// executor's lane for these. The call lives until the answer, the handler as long as its service.
using CallHandler = std::function<void(ServerCall& call, const Context& context, Answer answer)>;

// Admits, bounds, cancels and logs the call round `handler`.
RawService::Handler UnaryMethod(const Host& host, CallHandler handler);
// The same with a bound of its own for calls that come without a deadline.
RawService::Handler UnaryMethod(const Host& host, absl::Duration default_timeout, CallHandler handler);

// Parses the request within all limits, and lets go of its bytes. LIMIT_EXCEEDED where it is too large.
absl::Status ParseRequest(const Host& host, ServerCall& call, google::protobuf::Message* out);

}  // namespace ormd
