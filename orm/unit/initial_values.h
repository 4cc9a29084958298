// The values that ormd gives a new entity where the client gives none.
#pragma once

#include <optional>
#include <vector>

#include "orm/unit/entity_data.h"
#include "orm/value/value.h"

namespace ormd {

// Now, cut to microseconds.
Timestamp CurrentTimestamp();

// What `Generate` makes for a property: the time in the form of the property's type, or a new UUID.
Value GeneratedValue(const PropertyMetadata& property, Generate generate, Timestamp now);

// The value of a scalar that create does not give: on_create, version, default, an empty list or map. nullopt where
// there is none: the database makes it, it stays null, or it is missing.
std::optional<Value> InitialValue(const PropertyMetadata& property, Timestamp now);

}  // namespace ormd
