// One table or view of one entity, or the table of one many-to-many relation. Indexes of foreign keys come later, when
// all names are known.
#pragma once

#include "absl/status/statusor.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/schema/database_schema.h"
#include "orm/sql/platform.h"

namespace ormd {

absl::StatusOr<Table> BuildEntityTable(const EntityMetadata& entity, const Platform& platform);
// Precondition: the entity has a view.
View BuildView(const EntityMetadata& entity);
// `relation` is the owning side.
Table BuildPivotTable(const PropertyMetadata& relation);

}  // namespace ormd
