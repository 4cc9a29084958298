// Scalar properties: type, presence, default and what makes their values.
#pragma once

#include "orm/metadata/build_context.h"

namespace ormd {

// Fills a property without a relation; breaks it where its field cannot be a scalar.
void ReadScalar(PropertyMetadata& property, BuildContext& context);

// Whether a column is nullable by its field and the setting `nullable`; adds faults where they contradict each other.
bool ReadNullable(const PropertyMetadata& property, BuildContext& context);

}  // namespace ormd
