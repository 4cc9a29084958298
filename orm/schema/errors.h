// The errors of this floor.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/schema/database_schema.h"

namespace ormd {

// INTERNAL.
absl::Status UnfitDefault(const EntityMetadata& entity, std::string_view property);
// UNSUPPORTED.
absl::Status CompositeIdentity(const Table& table, std::string_view platform);

}  // namespace ormd
