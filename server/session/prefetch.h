// Look-ups that a client has pipelined on one stream are read together.
#pragma once

#include <functional>
#include <vector>

#include "orm/base/context.h"
#include "orm/unit/entity_manager.h"
#include "server/session/shared_command.h"

namespace ormd {

// Takes commands that have come, wait behind the one that is run, and will be run next: `most` at the most. On any
// thread, while that command runs.
using TakeAhead = std::function<std::vector<SharedCommand>(size_t most)>;

// A FindOne by key alone: without lock, populate or order.
bool IsPlainLookup(const orm::v1::FindOne& find);
// The same as a command, of the default fields and without refresh.
bool IsPlainLookup(const orm::v1::Command& command);

// Reads what plain look-ups ask for into the identity map, where they find it: `first`, and those that are taken ahead
// as late as can be, so that one statement for each entity type does for all that have come until then. Not called
// inside a transaction. What fails here fails again, and is told, where the look-up itself is run.
void Prefetch(EntityManager& manager, const orm::v1::FindOne& first, const TakeAhead& take_ahead,
              const Context& context);

}  // namespace ormd
