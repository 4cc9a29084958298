// orm.v1.Migrations.
#pragma once

#include "server/rpc/raw_service.h"
#include "server/service/host.h"

namespace ormd {

class MigrationsService : public RawService {
 public:
  explicit MigrationsService(const Host& host);
};

}  // namespace ormd
