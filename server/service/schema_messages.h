// The entities as the Schema service describes them.
#pragma once

#include <google/protobuf/descriptor.pb.h>

#include "orm/metadata/schema.h"
#include "orm/v1/schema.pb.h"

namespace ormd {

void DescribeEntity(const EntityMetadata& entity, orm::v1::Entity* out);

// Every entity file and everything that it imports, importers last.
void DescribeFiles(const Schema& schema, google::protobuf::FileDescriptorSet* out);

}  // namespace ormd
