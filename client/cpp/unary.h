// The unary doors: calls in a fork of their own, and a session that is reached by its id.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "client/cpp/entity_manager.h"
#include "orm/v1/entity_manager.grpc.pb.h"
#include "orm/v1/session.grpc.pb.h"

namespace ormd::client {

using Timeout = std::chrono::milliseconds;

// Thread safe: commands of several threads run at the same time in one-shot scope, one after the other in a session.
class UnaryEntityManager : public EntityManager {
 public:
  // An empty session means one-shot calls.
  UnaryEntityManager(std::shared_ptr<grpc::Channel> channel, std::string session, Timeout timeout);

  orm::v1::Reply Execute(orm::v1::Command command) override;
  // As Find, without a bound on the answer's size: calls `consume` for each part. The next ones are read meanwhile, or
  // wait in the database: a call that `consume` makes needs another connection of the daemon's.
  void FindStream(const orm::v1::Find& find, const std::function<void(const orm::v1::Graph&)>& consume);

 private:
  std::unique_ptr<orm::v1::EntityManager::Stub> stub_;
  std::string session_;
  Timeout timeout_;
};

// A session of the Sessions service. The destructor closes it, which rolls back what is open.
class UnarySession : public UnaryEntityManager {
 public:
  UnarySession(std::shared_ptr<grpc::Channel> channel, orm::v1::OpenResponse opened, Timeout timeout);
  ~UnarySession() override;

  const std::string& id() const { return opened_.session(); }
  // Starts the session's time to live anew.
  void Renew();
  // As the destructor, but throws Error; a second call does nothing.
  void Close();

 private:
  std::unique_ptr<orm::v1::Sessions::Stub> sessions_;
  orm::v1::OpenResponse opened_;
  Timeout timeout_;
  bool closed_ = false;
};

}  // namespace ormd::client
