// Keys as conditions name them.
#pragma once

#include "absl/status/statusor.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/value/value.h"

namespace ormd {

// A key of `entity` from a bare value, a list in key order, or a map of exactly its key's properties. Faults name their
// place relative to the value: "order", "[1]".
absl::StatusOr<Key> ParseKey(const EntityMetadata& entity, const Value& value);

}  // namespace ormd
