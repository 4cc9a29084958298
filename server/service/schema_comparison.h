// Comparisons and steps of the schema, between ORM and API.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <vector>

#include "orm/schema/compare.h"
#include "orm/schema/operation.h"
#include "orm/v1/schema.pb.h"

namespace ormd {

CompareOptions FromProto(const orm::v1::SchemaFilter& filter);

void ToProto(const std::vector<Operation>& operations, google::protobuf::RepeatedPtrField<orm::v1::Operation>* out);

}  // namespace ormd
