// Tests write values as JSON; the API carries them as orm.v1.Value.
#pragma once

#include <nlohmann/json.hpp>

#include "orm/v1/value.pb.h"

namespace ormd::conformance {

using Json = nlohmann::ordered_json;

// Integers become int64, other numbers double, strings text.
orm::v1::Value ToValue(const Json& json);
orm::v1::MapValue ToMap(const Json& json);
// A list gives the parts of a composite key, anything else a key of one part.
orm::v1::Key ToKey(const Json& json);
Json FromValue(const orm::v1::Value& value);
// Bare for a key of one part, else a list.
Json FromKey(const orm::v1::Key& key);

}  // namespace ormd::conformance
