// The way in: one Client for each process and daemon, EntityManagers and sessions from it as cheap as calls.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "client/cpp/admin.h"
#include "client/cpp/model.h"
#include "client/cpp/session.h"
#include "client/cpp/unary.h"
#include "orm/v1/schema.grpc.pb.h"

namespace ormd::client {

struct ClientOptions {
  std::string address = "127.0.0.1:50051";
  // The deadline of every call and of every command on a session stream.
  Timeout timeout = std::chrono::seconds(30);
  // Null: no transport security.
  std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr;
};

// Thread safe. Sessions may outlive it. Reads that find the daemon unavailable are tried again a few times. Methods
// throw Error.
class Client {
 public:
  explicit Client(ClientOptions options = {});

  // One-shot calls: each works in a fork of its own.
  UnaryEntityManager& em() { return em_; }
  std::unique_ptr<Session> StartSession();
  // Without a time to live the daemon's default holds.
  std::unique_ptr<UnarySession> OpenSession(std::chrono::milliseconds ttl = std::chrono::milliseconds(0));

  // The daemon's entity types and message classes; asked for once.
  std::shared_ptr<const Model> model();

  orm::v1::Entity GetEntity(const std::string& name);
  orm::v1::GetServerInfoResponse GetServerInfo();
  // Schema and migrations.
  std::unique_ptr<RemoteAdmin> MakeAdmin(std::optional<Timeout> timeout = std::nullopt);

  const ClientOptions& options() const { return options_; }

 private:
  template <typename Request, typename Response>
  Response Call(grpc::Status (orm::v1::Schema::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Request& request);

  const ClientOptions options_;
  const std::shared_ptr<grpc::Channel> channel_;
  UnaryEntityManager em_;
  const std::unique_ptr<orm::v1::Schema::Stub> schema_;
  std::mutex model_mutex_;
  std::shared_ptr<const Model> model_;  // guarded by model_mutex_
};

}  // namespace ormd::client
