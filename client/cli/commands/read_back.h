// Reading one entity and printing it: `get` itself, and what `create` and `update` show.
#pragma once

#include <string>

#include "client/cli/context.h"
#include "orm/v1/change.pb.h"
#include "orm/v1/query.pb.h"

namespace ormd::cli {

// Throws ENTITY_NOT_FOUND.
void PrintOne(const orm::v1::FindOne& find_one, Context& context);

// The entity of a change that was written, as it stands now.
void PrintChanged(const orm::v1::ChangeResult& result, Context& context);

}  // namespace ormd::cli
