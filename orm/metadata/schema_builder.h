// Makes a Schema from linked descriptors.
#pragma once

#include <memory>

#include "orm/metadata/proto_sources.h"
#include "orm/metadata/schema.h"

namespace ormd {

class SchemaBuilder {
 public:
  // Adds every fault it finds; the schema is fit for use only where there is none.
  static std::unique_ptr<Schema> Build(ProtoFiles files, FaultList& faults);
};

}  // namespace ormd
