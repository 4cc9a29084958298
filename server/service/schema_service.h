// orm.v1.Schema.
#pragma once

#include "server/service/host.h"
#include "server/service/raw_service.h"

namespace ormd {

class SchemaService : public RawService {
 public:
  explicit SchemaService(const Host& host);
};

}  // namespace ormd
