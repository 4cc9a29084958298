// EntityManager.Session: the stream door.
#pragma once

#include "server/rpc/raw_service.h"
#include "server/service/host.h"

namespace ormd {

RawService::Handler SessionMethod(const Host& host);

}  // namespace ormd
