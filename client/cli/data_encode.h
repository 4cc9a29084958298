// From a JSON object to the values that a change gives.
#pragma once

#include <string>

#include "client/cli/json.h"
#include "client/cpp/model.h"
#include "orm/v1/change.pb.h"

namespace ormd::cli {

// `fields` of the result names exactly what the JSON names. A relation is a key, {"local": "name"}, or an object, which
// makes a new entity (or is a reference, where it gives the key only); a to-many is a list of those, or {"add": [...],
// "remove": [...], "set": [...]}. Throws UNKNOWN_PROPERTY and BAD_VALUE with the property's path under `origin`
// ("changes[3]"; empty for the only change of a call).
orm::v1::Data EncodeData(const client::Model& model, const client::EntityType& type, const Json& json,
                         const std::string& origin);

}  // namespace ormd::cli
