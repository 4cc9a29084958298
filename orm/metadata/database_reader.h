// Settings of a property that only its database sees: column type, native enum, collation, former name.
#pragma once

#include "orm/metadata/build_context.h"

namespace ormd {

// Precondition: kind and type of the property are read, and it is not broken.
void ReadDatabaseSettings(PropertyMetadata& property, BuildContext& context);

}  // namespace ormd
