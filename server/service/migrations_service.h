// orm.v1.Migrations.
#pragma once

#include "server/service/host.h"
#include "server/service/raw_service.h"

namespace ormd {

class MigrationsService : public RawService {
 public:
  explicit MigrationsService(const Host& host);
};

}  // namespace ormd
