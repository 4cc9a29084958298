#include "client/cpp/entity_manager.h"

#include <utility>

#include "client/cpp/error.h"

namespace ormd::client {

orm::v1::Graph EntityManager::Find(const orm::v1::Find& find) {
  orm::v1::Command command;
  *command.mutable_find() = find;
  return std::move(*Execute(std::move(command)).mutable_find()->mutable_graph());
}

orm::v1::Graph EntityManager::FindOne(const orm::v1::FindOne& find_one) {
  orm::v1::Command command;
  *command.mutable_find_one() = find_one;
  return std::move(*Execute(std::move(command)).mutable_find()->mutable_graph());
}

int64_t EntityManager::Count(const orm::v1::Count& count) {
  orm::v1::Command command;
  *command.mutable_count() = count;
  return Execute(std::move(command)).count().count();
}

orm::v1::ChangeResult EntityManager::Create(const orm::v1::Create& create) {
  orm::v1::Command command;
  *command.mutable_create() = create;
  return std::move(*Execute(std::move(command)).mutable_change()->mutable_result());
}

orm::v1::ChangeResult EntityManager::Assign(const orm::v1::Assign& assign) {
  orm::v1::Command command;
  *command.mutable_assign() = assign;
  return std::move(*Execute(std::move(command)).mutable_change()->mutable_result());
}

orm::v1::ChangeResult EntityManager::Remove(const orm::v1::Remove& remove) {
  orm::v1::Command command;
  *command.mutable_remove() = remove;
  return std::move(*Execute(std::move(command)).mutable_change()->mutable_result());
}

orm::v1::FlushReply EntityManager::Flush(const orm::v1::Flush& flush) {
  orm::v1::Command command;
  *command.mutable_flush() = flush;
  return std::move(*Execute(std::move(command)).mutable_flush());
}

uint32_t EntityManager::Begin(const orm::v1::Begin& begin) {
  orm::v1::Command command;
  *command.mutable_begin() = begin;
  return Execute(std::move(command)).begin().depth();
}

void EntityManager::Commit(const orm::v1::Commit& commit) {
  orm::v1::Command command;
  *command.mutable_commit() = commit;
  Execute(std::move(command));
}

void EntityManager::Rollback(const orm::v1::Rollback& rollback) {
  orm::v1::Command command;
  *command.mutable_rollback() = rollback;
  Execute(std::move(command));
}

orm::v1::Graph EntityManager::Refresh(const orm::v1::Refresh& refresh) {
  orm::v1::Command command;
  *command.mutable_refresh() = refresh;
  return std::move(*Execute(std::move(command)).mutable_find()->mutable_graph());
}

void EntityManager::Clear() {
  orm::v1::Command command;
  command.mutable_clear();
  Execute(std::move(command));
}

void EntityManager::Transactional(const std::function<void()>& work, const orm::v1::Begin& begin) {
  const uint32_t depth = Begin(begin);
  try {
    work();
    orm::v1::Commit commit;
    commit.set_depth(depth);
    Commit(commit);
  } catch (...) {
    orm::v1::Rollback rollback;
    rollback.set_depth(depth);
    try {
      Rollback(rollback);
    } catch (const Error&) {
      // The first error is the one to tell; a transaction that cannot be rolled back has ended with its session.
    }
    throw;
  }
}

}  // namespace ormd::client
