// From JSON to what requests hold beside entities: values, orders, keys and versions.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "client/cli/json.h"
#include "client/cpp/model.h"
#include "orm/v1/query.pb.h"
#include "orm/v1/value.pb.h"

namespace ormd::cli {

// Levels of conditions and orders.
inline constexpr size_t kMaxConditionDepth = 100;

// Exact: integers as int64, other numbers as double where that loses no digit, else as text. `depth`: levels that it
// stands below. Throws LIMIT_EXCEEDED at `path` beyond kMaxConditionDepth of them.
orm::v1::Value EncodeValue(const Json& json, const std::string& path, size_t depth = 0);

// {"name": "asc", "customer": {"name": "desc nulls last"}}, or a list of such objects; 1 and -1 stand for asc and desc.
google::protobuf::RepeatedPtrField<orm::v1::OrderBy> EncodeOrderBy(const Json& json, const std::string& path);

// A key as JSON: bare where it is one property, an object of the key's properties where it is composite. Without a type
// (an entity that the daemon will refuse) a bare key is taken as it is.
orm::v1::Key EncodeKey(const client::EntityType* type, const Json& json, const std::string& path);

// A key as the command line gives it: bare text, a composite one as a JSON object.
orm::v1::Key EncodeKeyText(const client::EntityType* type, const std::string& text);

}  // namespace ormd::cli
