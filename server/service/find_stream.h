// EntityManager.FindStream: a find whose answer comes in parts.
#pragma once

#include "server/rpc/raw_service.h"
#include "server/service/host.h"

namespace ormd {

// About how large a part of a streamed answer is.
inline constexpr size_t kPartBytes = 1u << 20;

// The next part is made, and its rows are read where they can be, when the one before it has gone out.
RawService::Handler FindStreamMethod(const Host& host);

}  // namespace ormd
