// The two ways in which `ormctl session` reaches its session, made alike.
#pragma once

#include <future>
#include <memory>

#include "client/cpp/client.h"

namespace ormd::cli {

// Runs commands in order. After a failure every further command fails as SKIPPED, until a rollback, clear or sync,
// which go on even where they fail themselves. Not thread safe.
class Door {
 public:
  virtual ~Door() = default;

  std::future<orm::v1::Reply> Send(orm::v1::Command command);
  // Says that a command failed before it could be sent.
  void Fail() { skipping_ = true; }

 protected:
  // Throws nothing: errors are in the future.
  virtual std::future<orm::v1::Reply> Transmit(orm::v1::Command command) = 0;

 private:
  bool skipping_ = false;
};

// Over the stream door commands are pipelined; by a session id each waits for its answer.
std::unique_ptr<Door> OpenStreamDoor(client::Client& client);
std::unique_ptr<Door> OpenUnaryDoor(client::Client& client);

}  // namespace ormd::cli
