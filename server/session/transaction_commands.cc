#include "server/session/transaction_commands.h"

#include <limits>

#include "orm/base/error.h"

namespace ormd {
namespace {

using orm::v1::Reply;

absl::StatusOr<Isolation> IsolationOf(orm::v1::Isolation isolation) {
  switch (isolation) {
    case orm::v1::ISOLATION_UNSPECIFIED:
      return Isolation::kDefault;
    case orm::v1::READ_UNCOMMITTED:
      return Isolation::kReadUncommitted;
    case orm::v1::READ_COMMITTED:
      return Isolation::kReadCommitted;
    case orm::v1::REPEATABLE_READ:
      return Isolation::kRepeatableRead;
    case orm::v1::SERIALIZABLE:
      return Isolation::kSerializable;
    default:
      return MakeFieldError(Reason::kBadValue, "isolation", "there is no such isolation level");
  }
}

// 0 is the innermost; depths that no transaction has stay such.
template <typename Message>
int DepthOf(const Message& message) {
  if (!message.has_depth()) return 0;
  constexpr uint32_t kMost = std::numeric_limits<int>::max();
  return message.depth() == 0 || message.depth() > kMost ? std::numeric_limits<int>::max()
                                                         : static_cast<int>(message.depth());
}

}  // namespace

EncodedReply RolledBack() {
  orm::v1::RollbackReply reply;
  reply.set_cleared(true);
  return EncodedReply(Reply::kRollback, reply);
}

absl::StatusOr<EncodedReply> RunBegin(Workspace& workspace, const orm::v1::Begin& begin, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const Isolation isolation, IsolationOf(begin.isolation()));
  ORMD_ASSIGN_OR_RETURN(const int depth, workspace.manager.Begin({isolation, begin.read_only()}, context));
  orm::v1::BeginReply reply;
  reply.set_depth(depth);
  return EncodedReply(Reply::kBegin, reply);
}

absl::StatusOr<EncodedReply> RunCommit(Workspace& workspace, const orm::v1::Commit& commit, const Context& context) {
  const absl::Status status = workspace.manager.Commit(DepthOf(commit), context);
  workspace.ForgetFreed();
  ORMD_RETURN_IF_ERROR(status);
  workspace.pending.clear();
  return EncodedReply(Reply::kCommit, orm::v1::CommitReply());
}

absl::StatusOr<EncodedReply> RunRollback(Workspace& workspace, const orm::v1::Rollback& rollback,
                                         const Context& context) {
  const absl::Status status = workspace.manager.Rollback(DepthOf(rollback), context);
  workspace.ForgetFreed();
  ORMD_RETURN_IF_ERROR(status);
  workspace.pending.clear();
  return RolledBack();
}

EncodedReply RunClear(Workspace& workspace) {
  workspace.manager.Clear();
  workspace.pending.clear();
  return EncodedReply(Reply::kClear, orm::v1::ClearReply());
}

}  // namespace ormd
