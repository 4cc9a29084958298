// The values that a change gives: from an entity's own message, as wire bytes, to EntityData.
#pragma once

#include "absl/status/status.h"
#include "orm/unit/entity_data.h"
#include "orm/v1/change.pb.h"

namespace ormd::wire {

// New entities nest at most so deep in one message, and paths have at most so many steps.
inline constexpr size_t kDataDepth = 32;

// Decodes and canonicalises into `out`, which holds nothing yet but its origin. `fields` decides what is given: by
// default what is present; a named field that is absent is null, or the zero of a field without presence. A nested
// message is a reference where it gives exactly its key, else a new entity with the origin "<origin>.items[0]". A part
// of a composite key that has no presence and that nobody generates may be absent: it is zero.
//
// Faults stand at their property under the origin ("changes[3].customer.email"), those of paths at "fields[0]",
// "references[0].path" and "collections[0].path" under it:
//   UNKNOWN_PROPERTY  a path that leads nowhere
//   BAD_VALUE         a value that does not fit, a read-only property, an unknown field number or enum number
//   BAD_REQUEST       bytes that are no message of the entity, a path of the wrong kind, a relation that is given twice
//   LIMIT_EXCEEDED    nested too deep (metadata limit=data_depth)
absl::Status DecodeData(const EntityMetadata& entity, const orm::v1::Data& data, EntityData* out);

}  // namespace ormd::wire
