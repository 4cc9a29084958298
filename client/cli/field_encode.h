// From JSON to one field of a message: scalars, lists, maps and the well-known types.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "client/cli/json.h"

namespace ormd::cli {

// Sets the field to a value that is not null. `type` is the property's type name ("decimal(10,2)", "text[]"). Throws
// BAD_VALUE at `path` for what the field cannot hold; ranges and formats of the database's type are the daemon's to
// check.
void EncodeField(const Json& json, const std::string& type, const std::string& path,
                 const google::protobuf::FieldDescriptor& field, google::protobuf::Message* message);

}  // namespace ormd::cli
