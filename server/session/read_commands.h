// The commands that read, run in a workspace.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/v1/session.pb.h"
#include "server/session/workspace.h"

namespace ormd {

// The replies to one command: one, or the parts of a large graph in order, all but the last with `more`. Ids are not
// set.
using Replies = std::vector<orm::v1::Reply>;

// `part_bytes`: about how large a part may get; 0: one part whatever its size.
absl::StatusOr<Replies> RunFind(Workspace& workspace, const orm::v1::Find& find, const Context& context,
                                size_t part_bytes);
absl::StatusOr<Replies> RunFindOne(Workspace& workspace, const orm::v1::FindOne& find, const Context& context,
                                   size_t part_bytes);
absl::StatusOr<Replies> RunRefresh(Workspace& workspace, const orm::v1::Refresh& refresh, const Context& context,
                                   size_t part_bytes);
absl::StatusOr<orm::v1::Reply> RunCount(Workspace& workspace, const orm::v1::Count& count, const Context& context);

}  // namespace ormd
