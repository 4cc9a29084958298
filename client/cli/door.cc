#include "client/cli/door.h"

#include <utility>

#include "client/cli/errors.h"

namespace ormd::cli {
namespace {

using orm::v1::Command;
using orm::v1::Reply;

std::future<Reply> Failed(std::exception_ptr error) {
  std::promise<Reply> promise;
  promise.set_exception(std::move(error));
  return promise.get_future();
}

bool EndsSkipping(const Command& command) {
  return command.has_rollback() || command.has_clear() || command.has_sync();
}

// A failure that does not begin the skipping, as the daemon has it on a stream: nothing was to be rolled back.
bool IsOverAlready(const Command& command, const client::Error& error) {
  return command.has_rollback() && !command.rollback().has_depth() && error.reason() == "NO_TRANSACTION";
}

class StreamDoor : public Door {
 public:
  explicit StreamDoor(std::unique_ptr<client::Session> session) : session_(std::move(session)) {}

 protected:
  std::future<Reply> Transmit(Command command) override { return session_->Send(std::move(command)); }

 private:
  std::unique_ptr<client::Session> session_;
};

// The daemon skips commands on a stream only: here that is done on this side.
class UnaryDoor : public Door {
 public:
  explicit UnaryDoor(std::unique_ptr<client::UnarySession> session) : session_(std::move(session)) {}

 protected:
  std::future<Reply> Transmit(Command command) override {
    std::promise<Reply> promise;
    try {
      promise.set_value(session_->Execute(command));
    } catch (const client::Error& error) {
      if (!IsOverAlready(command, error)) Fail();
      promise.set_exception(std::current_exception());
    }
    return promise.get_future();
  }

 private:
  std::unique_ptr<client::UnarySession> session_;
};

}  // namespace

std::future<Reply> Door::Send(Command command) {
  if (EndsSkipping(command)) skipping_ = false;
  if (skipping_) return Failed(std::make_exception_ptr(Skipped()));
  return Transmit(std::move(command));
}

std::unique_ptr<Door> OpenStreamDoor(client::Client& client) {
  return std::make_unique<StreamDoor>(client.StartSession());
}

std::unique_ptr<Door> OpenUnaryDoor(client::Client& client) {
  return std::make_unique<UnaryDoor>(client.OpenSession());
}

}  // namespace ormd::cli
