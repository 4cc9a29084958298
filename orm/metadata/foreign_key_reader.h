// The foreign keys of an entity that are no relations.
#pragma once

#include "orm/metadata/build_context.h"

namespace ormd {

// Precondition: the columns are laid out.
void ReadForeignKeys(EntityMetadata& entity, BuildContext& context);

}  // namespace ormd
