// Look-ups that a client has pipelined on one stream are read together.
#pragma once

#include <vector>

#include "orm/base/context.h"
#include "orm/unit/entity_manager.h"
#include "server/session/shared_command.h"

namespace ormd {

// Commands that have come, wait behind the one that is run, and will be run next.
using Ahead = std::vector<SharedCommand>;

// A FindOne by key alone: without lock, populate or order.
bool IsPlainLookup(const orm::v1::FindOne& find);
// The same as a command, of the default fields and without refresh.
bool IsPlainLookup(const orm::v1::Command& command);

// Reads what plain look-ups ask for into the identity map, one statement for each entity type, so that they find it
// there. Not called inside a transaction. What fails here fails again, and is told, where the look-up itself is run.
void Prefetch(EntityManager& manager, const orm::v1::Command& first, const Ahead& ahead, const Context& context);

}  // namespace ormd
