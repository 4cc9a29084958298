// Commands of sessions.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orm/v1/session.pb.h"

namespace ormd::conformance {

inline orm::v1::Command FindOneCommand(orm::v1::FindOne find,
                                       orm::v1::LockMode lock = orm::v1::LOCK_MODE_UNSPECIFIED) {
  orm::v1::Command command;
  find.set_lock_mode(lock);
  *command.mutable_find_one() = std::move(find);
  return command;
}

// Of all that there are.
inline orm::v1::Command FindCommand(const std::string& entity) {
  orm::v1::Command command;
  command.mutable_find()->set_entity(entity);
  return command;
}

inline orm::v1::Command CreateCommand(orm::v1::Create create) {
  orm::v1::Command command;
  *command.mutable_create() = std::move(create);
  return command;
}

inline orm::v1::Command AssignCommand(orm::v1::Assign assign) {
  orm::v1::Command command;
  *command.mutable_assign() = std::move(assign);
  return command;
}

inline orm::v1::Command RemoveCommand(orm::v1::Remove remove) {
  orm::v1::Command command;
  *command.mutable_remove() = std::move(remove);
  return command;
}

inline orm::v1::Command FlushCommand(const std::vector<orm::v1::Change>& changes) {
  orm::v1::Command command;
  command.mutable_flush()->mutable_changes()->Assign(changes.begin(), changes.end());
  return command;
}

inline orm::v1::Command BeginCommand(orm::v1::Isolation isolation = orm::v1::ISOLATION_UNSPECIFIED,
                                     bool read_only = false) {
  orm::v1::Command command;
  command.mutable_begin()->set_isolation(isolation);
  command.mutable_begin()->set_read_only(read_only);
  return command;
}

inline orm::v1::Command CommitCommand() {
  orm::v1::Command command;
  command.mutable_commit();
  return command;
}

// The innermost, or that of the depth.
inline orm::v1::Command RollbackCommand(std::optional<uint32_t> depth = std::nullopt) {
  orm::v1::Command command;
  command.mutable_rollback();
  if (depth.has_value()) command.mutable_rollback()->set_depth(*depth);
  return command;
}

inline orm::v1::Command ClearCommand() {
  orm::v1::Command command;
  command.mutable_clear();
  return command;
}

inline orm::v1::Command CancelCommand(uint64_t id) {
  orm::v1::Command command;
  command.mutable_cancel()->set_id(id);
  return command;
}

}  // namespace ormd::conformance
