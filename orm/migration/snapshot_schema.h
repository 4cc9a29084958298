// The schema that the snapshot remembers.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "orm/migration/migration_files.h"
#include "orm/schema/database_schema.h"

namespace ormd {

// nullopt where there is none. MIGRATION_CONFLICT, naming the file, where it is damaged.
absl::StatusOr<std::optional<DatabaseSchema>> SnapshotSchema(const MigrationDirectory& directory);

}  // namespace ormd
