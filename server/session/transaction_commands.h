// The commands about transactions and the unit of work itself, run in a workspace.
#pragma once

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/v1/session.pb.h"
#include "server/session/reply.h"
#include "server/session/workspace.h"

namespace ormd {

absl::StatusOr<EncodedReply> RunBegin(Workspace& workspace, const orm::v1::Begin& begin, const Context& context);
absl::StatusOr<EncodedReply> RunCommit(Workspace& workspace, const orm::v1::Commit& commit, const Context& context);
absl::StatusOr<EncodedReply> RunRollback(Workspace& workspace, const orm::v1::Rollback& rollback,
                                         const Context& context);
EncodedReply RunClear(Workspace& workspace);

// The reply to a rollback.
EncodedReply RolledBack();

}  // namespace ormd
