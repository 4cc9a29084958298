// Entities and keys as JSON.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "client/cli/json.h"
#include "client/cli/populate.h"
#include "client/cpp/graph.h"

namespace ormd::cli {

// The properties that were read, in the order of the .proto file. A populated relation is nested; any other to-one is a
// bare key, any other to-many is absent. An entity inside itself is a bare key.
Json EntityJson(const client::Entity& entity, const Populate& populate);

// Bare where the key is one property, else an object.
Json KeyJson(const client::EntityType& type, const orm::v1::Key& key);

// The named properties of a message; relations as keys.
Json PropertiesJson(const client::EntityType& type, const google::protobuf::Message& message,
                    const google::protobuf::RepeatedPtrField<std::string>& names);

}  // namespace ormd::cli
