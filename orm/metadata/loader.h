// Loads annotated .proto sources into a Schema.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/metadata/schema.h"

namespace ormd {

// One fault of a schema; lines and columns count from 1, 0 where the place is the whole file.
struct SchemaFault {
  std::string file;  // as imports name it, relative to the schema directory
  int line = 0;
  int column = 0;
  std::string message;
};

// "shop.proto:12:3: message".
std::string FaultText(const SchemaFault& fault);

// Either a schema, or every fault found, ordered by place.
struct LoadResult {
  std::unique_ptr<Schema> schema;
  std::vector<SchemaFault> faults;

  bool ok() const { return schema != nullptr; }
};

// Reads every *.proto below `directory`. Imports are resolved inside it; orm/options.proto and the well-known types come from the
// binary. A directory that cannot be read, or that declares no entity, is a fault too.
LoadResult LoadSchema(const std::string& directory);

// The same for sources in memory: (file name, text). For tests and reloads.
LoadResult LoadSchemaFromSources(const std::vector<std::pair<std::string, std::string>>& sources);

}  // namespace ormd
