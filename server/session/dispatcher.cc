#include "server/session/dispatcher.h"

#include <utility>

#include "orm/base/error.h"
#include "server/session/errors.h"
#include "server/session/read_commands.h"
#include "server/session/transaction_commands.h"
#include "server/session/write_commands.h"

namespace ormd {
namespace {

using orm::v1::Command;

absl::StatusOr<Replies> Single(absl::StatusOr<EncodedReply> reply) {
  if (!reply.ok()) return reply.status();
  Replies replies;
  replies.push_back(*std::move(reply));
  return replies;
}

absl::StatusOr<Replies> Run(Workspace& workspace, const Command& command, ChangeMode mode, const Context& context,
                            size_t part_bytes, bool before_commit) {
  switch (command.command_case()) {
    case Command::kFind:
      return RunFind(workspace, command.find(), context, part_bytes);
    case Command::kFindOne:
      return RunFindOne(workspace, command.find_one(), context, part_bytes);
    case Command::kRefresh:
      return RunRefresh(workspace, command.refresh(), context, part_bytes);
    case Command::kCount:
      return Single(RunCount(workspace, command.count(), context));
    case Command::kCreate:
    case Command::kAssign:
    case Command::kRemove:
      return Single(RunChange(workspace, command, mode, context));
    case Command::kFlush:
      return Single(RunFlush(workspace, command.flush(), context, before_commit));
    case Command::kBegin:
      return Single(RunBegin(workspace, command.begin(), context));
    case Command::kCommit:
      return Single(RunCommit(workspace, command.commit(), context));
    case Command::kRollback:
      return Single(RunRollback(workspace, command.rollback(), context));
    case Command::kClear:
      return Single(RunClear(workspace));
    case Command::kSync:
      return Single(EncodedReply(orm::v1::Reply::kSync, orm::v1::SyncReply()));
    case Command::kCancel:
    case Command::COMMAND_NOT_SET:
      return CommandUnset();
  }
  return CommandUnset();
}

bool NeedsASession(const Command& command) {
  switch (command.command_case()) {
    case Command::kBegin:
    case Command::kCommit:
    case Command::kRollback:
    case Command::kRefresh:
    case Command::kClear:
    case Command::kSync:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool NeedsNoDatabase(const Command& command) { return command.has_clear() || command.has_sync(); }

absl::StatusOr<Replies> RunInSession(Workspace& workspace, const Command& command, const Context& context,
                                     size_t part_bytes, bool before_commit) {
  // What undoes is done however late: who has sent more commands behind it counts on that.
  const bool whenever = workspace.manager.committed() || command.has_rollback() || command.has_clear();
  if (!whenever) ORMD_RETURN_IF_ERROR(context.Check());
  return Run(workspace, command, ChangeMode::kStage, context, part_bytes, before_commit);
}

absl::StatusOr<Replies> RunOneShot(Workspace& workspace, const Command& command, const Context& context,
                                   size_t part_bytes) {
  ORMD_RETURN_IF_ERROR(context.Check());
  if (NeedsASession(command)) return NeedsSession();
  return Run(workspace, command, ChangeMode::kWrite, context, part_bytes, false);
}

}  // namespace ormd
