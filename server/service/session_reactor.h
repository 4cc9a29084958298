// EntityManager.Session: the stream door.
#pragma once

#include "server/service/host.h"
#include "server/service/raw_service.h"

namespace ormd {

RawService::BidiHandler SessionMethod(const Host& host);

}  // namespace ormd
