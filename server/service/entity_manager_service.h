// orm.v1.EntityManager.
#pragma once

#include "server/service/host.h"
#include "server/service/raw_service.h"

namespace ormd {

class EntityManagerService : public RawService {
 public:
  explicit EntityManagerService(const Host& host);
};

}  // namespace ormd
