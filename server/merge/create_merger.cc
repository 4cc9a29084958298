#include "server/merge/create_merger.h"

#include <memory>
#include <utility>

#include "orm/base/error.h"
#include "server/merge/group.h"
#include "server/session/dispatcher.h"
#include "server/wire/change.h"
#include "server/wire/change_result.h"
#include "server/wire/find.h"

namespace ormd {
namespace {

bool StandsForItself(const orm::v1::Command& command) {
  if (!command.has_create()) return false;
  const orm::v1::Create& create = command.create();
  return create.local().empty() && create.data().references().empty() && create.data().collections().empty();
}

absl::StatusOr<grpc::Slice> RunIn(Workspace& workspace, const orm::v1::Command& command, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const Replies replies, RunOneShot(workspace, command, context, 0));
  return replies.front().message;
}

}  // namespace

CreateMerger::CreateMerger(const OrmEnvironment& environment, Executor& executor, MergeOptions options)
    : environment_(environment),
      executor_(executor),
      enabled_(options.lanes > 0),
      queue_(executor, options, [this](std::vector<Item> items) { Run(std::move(items)); }) {}

bool CreateMerger::Take(const SharedCommand& command, const Context& context, Answer& answer) {
  if (!enabled_ || !StandsForItself(*command)) return false;
  const absl::StatusOr<const EntityMetadata*> entity =
      wire::DecodeEntity(environment_.schema, command->create().entity());
  if (!entity.ok()) {
    answer(entity.status());
    return true;
  }
  queue_.Push(*entity, {command, context, std::move(answer)});
  return true;
}

void CreateMerger::Run(std::vector<Item> items) {
  AnswerEnded(items);
  if (items.size() > 1) return RunTogether(std::move(items));
  for (const Item& item : items) AnswerAlone(environment_, item);
}

void CreateMerger::RunTogether(std::vector<Item> items) {
  EntityManager manager(environment_);
  std::vector<Staged> staged = StageAll(manager, std::move(items));
  if (staged.empty()) return;
  std::vector<const Context*> contexts;
  for (const Staged& create : staged) contexts.push_back(&create.item.context);
  absl::Status status;
  {
    const GroupContext group(std::move(contexts), GroupEnd::kWithFirst);
    status = manager.Flush(group.context());
  }
  wire::ChangeResultEncoder encoder;
  for (Staged& create : staged) {
    if (status.ok()) {
      create.item.answer(encoder.EncodeReply(wire::StagedChange::Operation::kCreate, *create.entity));
    } else if (ConcernsAll(status)) {
      create.item.answer(status);
    } else {
      RunAlone(std::move(create.item));
    }
  }
}

std::vector<CreateMerger::Staged> CreateMerger::StageAll(EntityManager& manager, std::vector<Item> items) {
  std::vector<Staged> staged;
  staged.reserve(items.size());
  Places places;
  for (Item& item : items) {
    const absl::StatusOr<const Entity*> entity = Stage(manager, places, item);
    if (entity.ok()) {
      staged.push_back({std::move(item), *entity});
    } else {
      RunAlone(std::move(item));
    }
  }
  return staged;
}

absl::StatusOr<const Entity*> CreateMerger::Stage(EntityManager& manager, Places& places, const Item& item) const {
  wire::StagedChange change;
  ORMD_RETURN_IF_ERROR(wire::DecodeCreate(environment_.schema, item.command->create(), &change));
  if (!places.Take(change.data)) return absl::AbortedError("another has its place");
  return manager.Create(std::move(change.data), "", item.context);
}

void CreateMerger::RunAlone(Item item) {
  executor_.Submit([&environment = environment_, item = std::move(item)] { AnswerAlone(environment, item); });
}

void CreateMerger::AnswerAlone(const OrmEnvironment& environment, const Item& item) {
  Workspace workspace(environment);  // is freed when the answer is under way
  item.answer(RunIn(workspace, *item.command, item.context));
}

}  // namespace ormd
