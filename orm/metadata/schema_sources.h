// What a Schema keeps of its sources.
#pragma once

#include <google/protobuf/descriptor.h>

#include <memory>
#include <vector>

#include "orm/metadata/schema.h"

namespace ormd {

// The pool has no database behind it: looking up unknown names costs nothing and leaves nothing behind.
struct Schema::Sources {
  std::unique_ptr<google::protobuf::DescriptorPool> pool;
  std::vector<const google::protobuf::FileDescriptor*> files;  // with entities and all that they import, importers last
};

}  // namespace ormd
