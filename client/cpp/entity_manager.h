// The face that all doors to a daemon share: one-shot calls, a session by id and a session on a stream take the same
// commands.
#pragma once

#include <functional>
#include <string>

#include "orm/v1/session.pb.h"

namespace ormd::client {

// Every method waits for its answer and throws Error (error.h). Thread safety is that of the implementation.
class EntityManager {
 public:
  virtual ~EntityManager() = default;

  // Runs one command; a timeout in it overrides the default deadline. Its id is chosen by the implementation.
  virtual orm::v1::Reply Execute(orm::v1::Command command) = 0;

  orm::v1::Graph Find(const orm::v1::Find& find);
  // Throws ENTITY_NOT_FOUND unless the request allows a missing entity.
  orm::v1::Graph FindOne(const orm::v1::FindOne& find_one);
  int64_t Count(const orm::v1::Count& count);

  // One-shot: written at once. In a session: staged until Flush.
  orm::v1::ChangeResult Create(const orm::v1::Create& create);
  orm::v1::ChangeResult Assign(const orm::v1::Assign& assign);
  orm::v1::ChangeResult Remove(const orm::v1::Remove& remove);
  orm::v1::FlushReply Flush(const orm::v1::Flush& flush = {});

  // These need a session. Begin answers the depth.
  uint32_t Begin(const orm::v1::Begin& begin = {});
  void Commit(const orm::v1::Commit& commit = {});
  void Rollback(const orm::v1::Rollback& rollback = {});
  orm::v1::Graph Refresh(const orm::v1::Refresh& refresh);
  void Clear();

  // Begins, runs the work, commits; rolls back and rethrows where the work or the commit throws.
  void Transactional(const std::function<void()>& work, const orm::v1::Begin& begin = {});
};

}  // namespace ormd::client
