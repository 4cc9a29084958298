// A session on a stream: the door that applications should use.
#pragma once

#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "client/cpp/entity_manager.h"
#include "client/cpp/error.h"
#include "client/cpp/unary.h"

namespace ormd::client {

// Thread safe; commands run in the order in which they were sent, and many may be sent before the first answer comes.
// After a failed command the daemon answers SKIPPED to every further one until a Rollback, Clear or Sync. The
// destructor ends the stream, which rolls back what is open; answers that are still awaited come first, or an error in
// their place.
class Session : public EntityManager {
 public:
  // What a command came to: a reply, or the error in its place.
  using Callback = std::function<void(orm::v1::Reply reply, const Error* error)>;

  Session(std::shared_ptr<grpc::Channel> channel, Timeout timeout);
  ~Session() override;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  orm::v1::Reply Execute(orm::v1::Command command) override;

  // Sends a command and does not wait; the future throws Error. An answer in parts comes joined.
  std::future<orm::v1::Reply> Send(orm::v1::Command command);
  // `done` runs on the session's own thread, in the order of the commands; it must neither block nor throw.
  void Send(orm::v1::Command command, Callback done);

  // Ends the skipping of commands after an error.
  void Sync();

 private:
  struct Pending {
    orm::v1::Reply reply;
    Callback done;
  };

  void ReadReplies();
  void Take(orm::v1::Reply reply);
  void FailAll(const Error& error);

  const Timeout timeout_;
  std::unique_ptr<orm::v1::EntityManager::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<orm::v1::Command, orm::v1::Reply>> stream_;

  std::mutex write_mutex_;  // held over a write, so that ids rise in the order of the stream
  uint64_t next_id_ = 1;    // guarded by write_mutex_

  std::mutex mutex_;
  std::condition_variable ended_changed_;
  std::map<uint64_t, Pending> pending_;  // guarded by mutex_
  std::optional<Error> ended_;           // guarded by mutex_: why the stream takes no more commands

  std::thread reader_;
};

}  // namespace ormd::client
