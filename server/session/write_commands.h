// The commands that stage and write, run in a workspace.
#pragma once

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/v1/session.pb.h"
#include "server/session/reply.h"
#include "server/session/workspace.h"

namespace ormd {

// kStage: the change waits for a flush. kWrite: it is flushed at once, with everything else that is staged.
enum class ChangeMode { kStage, kWrite };

// `command` holds a Create, Assign or Remove. After a fault the workspace is as it was before.
absl::StatusOr<EncodedReply> RunChange(Workspace& workspace, const orm::v1::Command& command, ChangeMode mode,
                                       const Context& context);

// Answers a result for each change of the request, then one for each change that earlier commands staged. After a
// fault, and after a dry run, the workspace is as it was before. `before_commit`: as in RunInSession.
absl::StatusOr<EncodedReply> RunFlush(Workspace& workspace, const orm::v1::Flush& flush, const Context& context,
                                      bool before_commit);

}  // namespace ormd
