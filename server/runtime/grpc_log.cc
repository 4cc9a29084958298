#include "server/runtime/grpc_log.h"

#include <grpc/support/log.h>

#include "server/runtime/log.h"

namespace ormd {

void RouteGrpcLog() {
  gpr_set_log_function([](gpr_log_func_args* args) { Log(LogLevel::kDebug, args->message, {{"component", "grpc"}}); });
}

}  // namespace ormd
