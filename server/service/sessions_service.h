// orm.v1.Sessions.
#pragma once

#include "server/service/host.h"
#include "server/service/raw_service.h"

namespace ormd {

class SessionsService : public RawService {
 public:
  explicit SessionsService(const Host& host);
};

}  // namespace ormd
