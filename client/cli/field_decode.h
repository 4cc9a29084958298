// From one field of a message to JSON: the inverse of field_encode.h.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "client/cli/json.h"
#include "orm/v1/value.pb.h"

namespace ormd::cli {

// Null where a field with presence is absent. `type` is the property's type name: JSON documents become JSON, decimals
// stay text.
Json DecodeField(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                 const std::string& type);

// A value of a key.
Json DecodeValue(const orm::v1::Value& value);

}  // namespace ormd::cli
