// orm.v1.Sessions.
#pragma once

#include "server/rpc/raw_service.h"
#include "server/service/host.h"

namespace ormd {

class SessionsService : public RawService {
 public:
  explicit SessionsService(const Host& host);
};

}  // namespace ormd
