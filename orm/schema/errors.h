// The errors of this floor.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/schema/operation.h"

namespace ormd {

// INTERNAL.
absl::Status UnfitDefault(const EntityMetadata& entity, std::string_view property);
// FOREIGN_KEY_VIOLATION: rows of the table refer to rows that are not there.
absl::Status LostReference(std::string_view table);
// UNSUPPORTED: the table or view stands, but ormd does not understand what the database tells of it.
absl::Status UnreadableObject(std::string_view name);
// LOCK_NOT_AVAILABLE.
absl::Status SchemaLocked();
absl::Status LockFileUnusable(std::string_view path, std::string_view why);
// BAD_VALUE: the text is no JSON.
absl::Status BadSchemaJson();

// A statement of the operation failed with `status`. Its reason and message, with the operation in front; but where the
// database refused the statement itself, MIGRATION_FAILED with the database's own `words`.
absl::Status SchemaStepFailed(const Operation& operation, const absl::Status& status, std::string_view words);

}  // namespace ormd
