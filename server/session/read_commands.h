// The commands that read, run in a workspace.
#pragma once

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/v1/session.pb.h"
#include "server/session/reply.h"
#include "server/session/workspace.h"

namespace ormd {

// `part_bytes`: about how large a part may get; 0: one part whatever its size.
absl::StatusOr<Replies> RunFind(Workspace& workspace, const orm::v1::Find& find, const Context& context,
                                size_t part_bytes);
// Makes entities of the rows that the last command has answered, if any. Called behind its answer: the client has that
// meanwhile.
void TakeInFound(Workspace& workspace);

absl::StatusOr<Replies> RunFindOne(Workspace& workspace, const orm::v1::FindOne& find, const Context& context,
                                   size_t part_bytes);
absl::StatusOr<Replies> RunRefresh(Workspace& workspace, const orm::v1::Refresh& refresh, const Context& context,
                                   size_t part_bytes);
absl::StatusOr<EncodedReply> RunCount(Workspace& workspace, const orm::v1::Count& count, const Context& context);

}  // namespace ormd
