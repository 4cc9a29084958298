// A database schema as a JSON document: the snapshot beside migrations.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "orm/schema/database_schema.h"

namespace ormd {

// Indented, with sorted keys and without what is default, so that a version control system shows what changed.
std::string SchemaToJson(const DatabaseSchema& schema);
// BAD_VALUE, with the path of the member, where the text is no such document.
absl::StatusOr<DatabaseSchema> SchemaFromJson(std::string_view json);

}  // namespace ormd
