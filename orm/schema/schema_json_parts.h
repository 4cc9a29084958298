// The two directions between a database schema and its JSON document.
#pragma once

#include <nlohmann/json.hpp>

#include "orm/schema/database_schema.h"
#include "orm/schema/schema_json_reader.h"

namespace ormd {

nlohmann::json SchemaJson(const DatabaseSchema& schema);
// What is at fault is told to the place.
DatabaseSchema ReadSchemaJson(const JsonPlace& place);

}  // namespace ormd
