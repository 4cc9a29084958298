// From JSON to conditions, by the properties that they compare.
#pragma once

#include <string>

#include "client/cli/json.h"
#include "client/cpp/model.h"
#include "orm/v1/value.pb.h"

namespace ormd::cli {

// A condition on entities of the type. What is compared with a JSON property is a document, as it is in data: "word" is
// a string, not JSON text. Without a type (an entity that the daemon will refuse) all is taken as it is. Throws
// BAD_VALUE unless the condition is an object, and LIMIT_EXCEEDED at `path` beyond 100 levels.
orm::v1::MapValue EncodeWhere(const client::EntityType* type, const Json& json, const std::string& path);

}  // namespace ormd::cli
