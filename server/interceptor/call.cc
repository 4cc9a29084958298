#include "server/interceptor/call.h"

#include <chrono>
#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/base/shorten.h"
#include "orm/base/strings.h"
#include "server/runtime/log.h"

namespace ormd {
namespace {

// Of an error: it may name what the client has sent, whatever its size.
constexpr size_t kLoggedBytes = 1024;

// The name of a code, as gRPC writes it: "NOT_FOUND".
std::string CodeName(const absl::Status& status) { return absl::StatusCodeToString(status.code()); }

std::string_view ReasonText(const absl::Status& status) { return status.ok() ? "" : ReasonName(ReasonOf(status)); }

}  // namespace

CallInfo DescribeCall(const grpc::ServerContext& context, std::string_view rpc) { return {&context, rpc, absl::Now()}; }

Context BoundCall(const grpc::ServerContext& context, absl::Duration default_timeout) {
  const auto deadline = context.deadline();
  const bool given = deadline != std::chrono::system_clock::time_point::max();
  return {given ? absl::FromChrono(deadline) : absl::Now() + default_timeout, std::make_shared<Cancellation>()};
}

void LogCall(const CallInfo& call, const absl::Status& status) {
  const LogLevel level = status.ok() ? LogLevel::kDebug : LogLevel::kInfo;
  if (!LogEnabled(level)) return;
  const std::string code = CodeName(status);
  const std::string error = Shorten(FromAbsl(status.message()), kLoggedBytes);
  const std::string peer = call.context->peer();
  Log(level, "call",
      {{"rpc", call.rpc},
       {"code", code},
       {"reason", ReasonText(status)},
       {"duration_ms", absl::ToDoubleMilliseconds(absl::Now() - call.started)},
       {"peer", peer},
       {"error", error}});
}

}  // namespace ormd
