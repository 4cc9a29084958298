// Found entities to the normalised graph of an answer.
#pragma once

#include <vector>

#include "orm/unit/entity_manager.h"
#include "orm/v1/graph.pb.h"
#include "orm/v1/query.pb.h"
#include "server/wire/entity_plans.h"

namespace ormd::wire {

// Every node once, in sets of one type and mask, in the order of their first nodes. A relation is a message of its
// target with only the key; one whose target has no key yet is empty. Hidden properties are left out, keys excepted. A
// value that does not fit its field (JSON of another shape, written by another program) is left out of `loaded` too, as
// if it had not been read.
void EncodeGraph(const FindResult& result, EntityPlans& plans, orm::v1::Graph* out);

// The same in parts of about `max_bytes` at most (more only where one entity is larger), at least one. Every entity
// stands in one part; `roots` of a part count its own entities, and the roots of all parts follow each other in result
// order. A part without roots begins with an empty set, so that its empty `roots` mean none.
std::vector<orm::v1::FindReply> EncodeGraphParts(const FindResult& result, EntityPlans& plans, size_t max_bytes);

}  // namespace ormd::wire
