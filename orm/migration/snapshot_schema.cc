#include "orm/migration/snapshot_schema.h"

#include <string>
#include <utility>

#include "orm/base/error.h"
#include "orm/migration/errors.h"
#include "orm/schema/schema_json.h"

namespace ormd {

absl::StatusOr<std::optional<DatabaseSchema>> SnapshotSchema(const MigrationDirectory& directory) {
  ORMD_ASSIGN_OR_RETURN(const std::optional<std::string> text, directory.ReadSnapshot());
  if (!text.has_value()) return std::nullopt;
  absl::StatusOr<DatabaseSchema> schema = SchemaFromJson(*text);
  if (!schema.ok()) return BrokenSnapshot(directory.SnapshotPath(), schema.status());
  return *std::move(schema);
}

}  // namespace ormd
