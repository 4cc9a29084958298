#include "server/session/write_commands.h"

#include <utility>
#include <vector>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "server/session/errors.h"
#include "server/wire/change.h"
#include "server/wire/change_result.h"
#include "server/wire/reply_buffer.h"

namespace ormd {
namespace {

using Operation = wire::StagedChange::Operation;
using orm::v1::Reply;

// Are staged without a look at the context.
constexpr size_t kChangesInARow = 1024;

// What is staged while it lives stands or falls together: it is taken back unless Keep was called.
class StagingBracket {
 public:
  explicit StagingBracket(EntityManager& manager) : manager_(manager) { manager_.BeginStaging(); }
  StagingBracket(const StagingBracket&) = delete;
  StagingBracket& operator=(const StagingBracket&) = delete;
  ~StagingBracket() {
    if (keep_) {
      manager_.EndStaging();
    } else {
      manager_.RollbackStaging();
    }
  }
  void Keep() { keep_ = true; }

 private:
  EntityManager& manager_;
  bool keep_ = false;
};

// Moves the values out of the change.
absl::StatusOr<Entity*> Stage(EntityManager& manager, wire::StagedChange& change, const Context& context) {
  switch (change.operation) {
    case Operation::kCreate:
      return manager.Create(std::move(change.data), std::move(change.local), context);
    case Operation::kAssign:
      return manager.Assign(change.target, std::move(change.data), std::move(change.version), context);
    case Operation::kRemove:
      return manager.Remove(change.target, std::move(change.version), std::move(change.origin), context);
  }
  return CommandUnset();
}

absl::Status DecodeSingle(const Schema& schema, const orm::v1::Command& command, wire::StagedChange* out) {
  switch (command.command_case()) {
    case orm::v1::Command::kCreate:
      return wire::DecodeCreate(schema, command.create(), out);
    case orm::v1::Command::kAssign:
      return wire::DecodeAssign(schema, command.assign(), out);
    case orm::v1::Command::kRemove:
      return wire::DecodeRemove(schema, command.remove(), out);
    default:
      return CommandUnset();
  }
}

absl::StatusOr<std::vector<wire::StagedChange>> DecodeAll(const Schema& schema, const orm::v1::Flush& flush) {
  std::vector<wire::StagedChange> changes;
  changes.reserve(flush.changes_size());
  for (int i = 0; i < flush.changes_size(); ++i) {
    wire::StagedChange& change = changes.emplace_back();
    change.origin = StrCat("changes[", i, "]");
    if (i > 0) change.entity = changes[i - 1].entity;  // mostly the same
    ORMD_RETURN_IF_ERROR(wire::DecodeChange(schema, flush.changes(i), &change));
  }
  return changes;
}

// One statement for each entity type, instead of one for each Assign. Those that are not there are told by Assign
// itself, with their place in the request.
absl::Status PreloadAssigned(EntityManager& manager, const std::vector<wire::StagedChange>& changes,
                             const Context& context) {
  std::vector<const EntityTarget*> targets;
  for (const wire::StagedChange& change : changes) {
    if (change.operation == Operation::kAssign && !change.target.key.empty()) targets.push_back(&change.target);
  }
  return targets.empty() ? absl::OkStatus() : manager.Preload(targets, context);
}

// Local names may be used before the change that makes them.
absl::Status DeclareLocals(EntityManager& manager, const std::vector<wire::StagedChange>& changes,
                           const Context& context) {
  for (const wire::StagedChange& change : changes) {
    if (change.operation != Operation::kCreate || change.local.empty()) continue;
    ORMD_RETURN_IF_ERROR(manager.Declare(change.data, change.local, context));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PendingChange>> StageAll(EntityManager& manager, std::vector<wire::StagedChange> changes,
                                                    const Context& context) {
  ORMD_RETURN_IF_ERROR(DeclareLocals(manager, changes, context));
  ORMD_RETURN_IF_ERROR(PreloadAssigned(manager, changes, context));
  std::vector<PendingChange> staged;
  staged.reserve(changes.size());
  for (wire::StagedChange& change : changes) {
    if (staged.size() % kChangesInARow == kChangesInARow - 1) ORMD_RETURN_IF_ERROR(context.Check());
    ORMD_ASSIGN_OR_RETURN(Entity * entity, Stage(manager, change, context));
    staged.push_back({change.operation, entity});
  }
  return staged;
}

void EncodeResults(const std::vector<PendingChange>& changes, wire::WireBuffer& out) {
  wire::ChangeResultEncoder encoder;
  for (const PendingChange& change : changes) {
    encoder.AddTo(out, change.operation, *change.entity);
  }
}

absl::Status EncodePlan(EntityManager& manager, const Context& context, wire::WireBuffer& out) {
  ORMD_ASSIGN_OR_RETURN(const std::vector<PlannedStatement> plan, manager.DryRun(context));
  orm::v1::FlushReply reply;
  wire::EncodePlan(plan, &reply);
  const std::string bytes = reply.SerializeAsString();
  out.Raw(bytes.data(), bytes.size());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<EncodedReply> RunChange(Workspace& workspace, const orm::v1::Command& command, ChangeMode mode,
                                       const Context& context) {
  EntityManager& manager = workspace.manager;
  wire::StagedChange change;
  ORMD_RETURN_IF_ERROR(DecodeSingle(manager.environment().schema, command, &change));
  StagingBracket bracket(manager);
  ORMD_ASSIGN_OR_RETURN(const Entity* entity, Stage(manager, change, context));
  if (mode == ChangeMode::kWrite) ORMD_RETURN_IF_ERROR(manager.Flush(context));
  bracket.Keep();
  if (mode == ChangeMode::kStage) workspace.pending.push_back({change.operation, entity});
  return EncodedReply(Reply::kChange, wire::ChangeResultEncoder().EncodeReply(change.operation, *entity));
}

absl::StatusOr<EncodedReply> RunFlush(Workspace& workspace, const orm::v1::Flush& flush, const Context& context,
                                      bool before_commit) {
  EntityManager& manager = workspace.manager;
  ORMD_ASSIGN_OR_RETURN(std::vector<wire::StagedChange> changes, DecodeAll(manager.environment().schema, flush));
  StagingBracket bracket(manager);
  ORMD_ASSIGN_OR_RETURN(const std::vector<PendingChange> staged, StageAll(manager, std::move(changes), context));
  wire::WireBuffer reply;
  if (flush.dry_run()) {
    ORMD_RETURN_IF_ERROR(EncodePlan(manager, context, reply));
  } else {
    const absl::Status flushed = before_commit ? manager.FlushBeforeCommit(context) : manager.Flush(context);
    workspace.ForgetFreed();
    ORMD_RETURN_IF_ERROR(flushed);
    bracket.Keep();
  }
  EncodeResults(staged, reply);
  EncodeResults(workspace.pending, reply);
  if (!flush.dry_run()) workspace.pending.clear();
  return EncodedReply(Reply::kFlush, wire::ToSlice(reply, 0));
}

}  // namespace ormd
