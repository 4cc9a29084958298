// From a command to its replies: the one way that all doors take.
#pragma once

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/v1/session.pb.h"
#include "server/session/reply.h"
#include "server/session/workspace.h"

namespace ormd {

// Whether the command is answered without a connection to the database, at once.
bool NeedsNoDatabase(const orm::v1::Command& command);

// Runs a command of a session. Cancel belongs to the stream and is refused here. Some work may be left for TakeInFound
// (read_commands.h): it is done before the next command that uses entities, unless they are cleared. `before_commit`:
// if it succeeds, the next command is the Commit of the transaction itself, which is then run whatever its context.
absl::StatusOr<Replies> RunInSession(Workspace& workspace, const orm::v1::Command& command, const Context& context,
                                     size_t part_bytes, bool before_commit = false);

// Runs a command on its own, in a workspace that is new. Changes are written at once; what needs a session is refused.
absl::StatusOr<Replies> RunOneShot(Workspace& workspace, const orm::v1::Command& command, const Context& context,
                                   size_t part_bytes);

}  // namespace ormd
