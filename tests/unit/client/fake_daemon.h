// A daemon whose answers a test scripts: every door leads to one handler.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "client/cpp/error.h"
#include "orm/v1/entity_manager.grpc.pb.h"
#include "orm/v1/schema.grpc.pb.h"
#include "orm/v1/session.grpc.pb.h"

namespace ormd::client {

// Listens on a free port of the loopback interface while it lives.
class FakeDaemon {
 public:
  // Answers a command, perhaps in several parts, or throws Error.
  using Handler = std::function<std::vector<orm::v1::Reply>(const orm::v1::Command&)>;

  explicit FakeDaemon(Handler handler);
  ~FakeDaemon();

  const std::string& address() const { return address_; }
  // The commands that have come, over whichever door.
  std::vector<orm::v1::Command> commands();
  // How the doors were used: "open", "close", "stream ended".
  std::vector<std::string> events();

 private:
  class Manager;
  class SessionsDoor;
  class SchemaDoor;

  std::vector<orm::v1::Reply> Answer(const orm::v1::Command& command);
  void Note(const std::string& event);

  Handler handler_;
  std::mutex mutex_;
  std::vector<orm::v1::Command> commands_;  // guarded by mutex_
  std::vector<std::string> events_;         // guarded by mutex_
  std::string address_;
  std::unique_ptr<Manager> manager_;
  std::unique_ptr<SessionsDoor> sessions_;
  std::unique_ptr<SchemaDoor> schema_;
  std::unique_ptr<grpc::Server> server_;
};

// The status that ormd answers for an error: google.rpc.Status with ErrorInfo and BadRequest.
grpc::Status StatusOf(const Error& error);

}  // namespace ormd::client
