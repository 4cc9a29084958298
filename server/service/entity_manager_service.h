// orm.v1.EntityManager.
#pragma once

#include "server/rpc/raw_service.h"
#include "server/service/host.h"

namespace ormd {

class EntityManagerService : public RawService {
 public:
  explicit EntityManagerService(const Host& host);
};

}  // namespace ormd
