// orm.v1.Schema.
#pragma once

#include "server/rpc/raw_service.h"
#include "server/service/host.h"

namespace ormd {

class SchemaService : public RawService {
 public:
  explicit SchemaService(const Host& host);
};

}  // namespace ormd
