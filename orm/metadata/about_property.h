// Errors that say which property they are about.
#pragma once

#include "absl/status/status.h"
#include "orm/metadata/property.h"

namespace ormd {

// The same error with the names of entity and property in its metadata, unless these name an entity or property
// already. Ok stays ok.
absl::Status AboutProperty(const absl::Status& status, const PropertyMetadata& property);

}  // namespace ormd
