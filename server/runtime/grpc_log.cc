#include "server/runtime/grpc_log.h"

#include <grpc/support/log.h>

#include <string_view>
#include <utility>

#include "server/runtime/log.h"

namespace ormd {
namespace {

// What it says of that; there is no other sign.
constexpr std::string_view kDeaf = "Failed accept4";

std::function<void()>& OnDeaf() {
  static auto* const on_deaf = new std::function<void()>();  // threads of gRPC may log until the process ends
  return *on_deaf;
}

void Take(gpr_log_func_args* args) {
  const bool is_deaf = std::string_view(args->message).starts_with(kDeaf);
  Log(is_deaf ? LogLevel::kError : LogLevel::kDebug, args->message, {{"component", "grpc"}});
  if (is_deaf) OnDeaf()();
}

}  // namespace

void RouteGrpcLog(std::function<void()> on_deaf) {
  OnDeaf() = std::move(on_deaf);
  gpr_set_log_function(Take);
}

}  // namespace ormd
