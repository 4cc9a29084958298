// google.protobuf.Struct, Value and ListValue of a run-time message class, to and from JSON.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "client/cli/json.h"

namespace ormd::cli {

// Whether the message type is one of the three.
bool IsJsonMessage(const google::protobuf::Descriptor& type);

// Throws BAD_VALUE at `path` where the JSON does not fit: no object for a Struct, no list for a ListValue, an integer
// that a double would round.
void WriteJsonMessage(const Json& json, const std::string& path, google::protobuf::Message* message);

// Members of a Struct come sorted by name.
Json ReadJsonMessage(const google::protobuf::Message& message);

}  // namespace ormd::cli
