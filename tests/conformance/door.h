// The three doors of the daemon behind one interface: a command goes in, its reply comes out.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orm/v1/entity_manager.grpc.pb.h"
#include "orm/v1/schema.grpc.pb.h"
#include "orm/v1/session.grpc.pb.h"
#include "tests/conformance/entities.h"
#include "tests/conformance/failure.h"

namespace ormd::conformance {

// What a create, assign or remove came to.
struct Change {
  std::string entity;
  std::string local;
  Json key;        // bare where it has one part
  Json generated;  // the properties that the daemon made
};

// Commands as tests write them. Not thread safe.
class Door {
 public:
  explicit Door(const Entities* entities) : entities_(entities) {}
  virtual ~Door() = default;

  // All replies of the command; the status of the call or of the reply.
  virtual Outcome<std::vector<orm::v1::Reply>> Run(orm::v1::Command command) = 0;

  // {"entity", "where", "order_by": ["name", "-age"], "limit", "offset", "populate": […], "fields": […], "refresh":
  // true}
  Outcome<Rows> Find(const Json& find, orm::v1::LockMode lock = orm::v1::LOCK_MODE_UNSPECIFIED);
  // {"entity", "key" or "where", "populate", "fields"}
  Outcome<Json> FindOne(const Json& find_one);
  Outcome<int64_t> Count(const std::string& entity, const Json& where = Json::object());
  Outcome<Change> Create(const std::string& entity, const Json& data, const std::string& local = "");
  Outcome<Change> Assign(const std::string& entity, const Json& key, const Json& data, const Json& version = nullptr);
  Outcome<Change> Remove(const std::string& entity, const Json& key, const Json& version = nullptr);
  // [{"create": {"entity", "local", "data"}}, {"assign": {"entity", "key" or "local", "data", "version"}}, {"remove":
  // {…}}]
  Outcome<std::vector<Change>> Flush(const Json& changes = Json::array());
  Outcome<std::vector<orm::v1::PlannedStatement>> DryRun(const Json& changes);
  Outcome<int> Begin(orm::v1::Isolation isolation = orm::v1::ISOLATION_UNSPECIFIED, bool read_only = false);
  grpc::Status Commit(std::optional<int> depth = std::nullopt);
  grpc::Status Rollback(std::optional<int> depth = std::nullopt);
  grpc::Status Clear();
  Outcome<Rows> Refresh(const std::string& entity, const Json& key);

  const Entities& entities() const { return *entities_; }
  orm::v1::Find MakeFind(const Json& find) const;
  orm::v1::Flush MakeFlush(const Json& changes) const;

 private:
  Change ToChange(const orm::v1::ChangeResult& result) const;
  Outcome<Change> RunChange(orm::v1::Command command);
  Outcome<Rows> RunFind(orm::v1::Command command);

  const Entities* entities_;
};

// Unary calls: one-shot where `session` is empty.
class UnaryDoor : public Door {
 public:
  UnaryDoor(std::shared_ptr<grpc::Channel> channel, const Entities* entities, std::string session = "");
  Outcome<std::vector<orm::v1::Reply>> Run(orm::v1::Command command) override;

  // Deadline of every call from now on.
  void set_timeout(absl::Duration timeout) { timeout_ = timeout; }
  const std::string& session() const { return session_; }

 private:
  template <typename Request, typename Reply>
  using Method = grpc::Status (orm::v1::EntityManager::Stub::*)(grpc::ClientContext*, const Request&, Reply*);
  template <typename Request, typename Reply>
  grpc::Status Call(Method<Request, Reply> method, Request request, Reply* reply);

  std::unique_ptr<orm::v1::EntityManager::Stub> stub_;
  std::string session_;
  absl::Duration timeout_ = absl::Seconds(60);
};

// A session stream. Send and Receive pipeline, Run is one of each.
class StreamDoor : public Door {
 public:
  StreamDoor(std::shared_ptr<grpc::Channel> channel, const Entities* entities);
  // Ends the stream.
  ~StreamDoor() override;
  Outcome<std::vector<orm::v1::Reply>> Run(orm::v1::Command command) override;

  // Answers the id that it gave the command.
  uint64_t Send(orm::v1::Command command);
  // All parts of the next reply.
  Outcome<std::vector<orm::v1::Reply>> Receive();
  // Says that no more commands come; the status of the stream.
  grpc::Status Finish();

 private:
  std::unique_ptr<orm::v1::EntityManager::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<orm::v1::Command, orm::v1::Reply>> stream_;
  uint64_t last_id_ = 0;
  bool finished_ = false;
};

}  // namespace ormd::conformance
