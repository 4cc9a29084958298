// The commands of one session stream: in order, with timeouts, skipping and cancelling. Knows no gRPC.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "orm/v1/session.pb.h"
#include "server/runtime/executor.h"
#include "server/session/session.h"

namespace ormd {

struct CommandQueueOptions {
  absl::Duration default_timeout = absl::Seconds(60);
  // About how large a part of a graph gets, and the most that a reply may have.
  size_t part_bytes = 1u << 20;
  size_t max_reply = 4u << 20;
  // Adds to a command's error what only the daemon knows; may be empty.
  std::function<absl::Status(const absl::Status&)> explain = {};
};

// Thread safe; held by shared_ptr, which running commands share. Every command is answered exactly once (a graph in
// several parts), in the order of the commands; only Cancel is answered at once.
//
// A failed command makes all that follow it be answered SKIPPED, until a Rollback, Clear or Sync. One of these that
// fails begins the skipping anew, but for a Rollback without a transaction.
class CommandQueue : public std::enable_shared_from_this<CommandQueue> {
 public:
  // Called without locks held, from any thread, perhaps still while Stop returns. `more_soon`: the next reply follows
  // at once, as far as anybody can tell; there is no hurry to send this one alone.
  using Receiver = std::function<void(uint64_t id, const EncodedReply& reply, bool more_soon)>;

  CommandQueue(std::shared_ptr<Session> session, Executor& executor, CommandQueueOptions options, Receiver receiver);

  void Push(SharedCommand command);
  // A message that could not be read: answered in its turn, like a command that fails.
  void PushFault(uint64_t id, absl::Status fault);

  // While held, no further command is begun.
  void Hold(bool hold);

  // Cancels everything and closes the session. Waiting commands are dropped without an answer.
  void Stop();

  bool in_transaction() const { return session_->in_transaction(); }

 private:
  struct Item {
    uint64_t id;
    SharedCommand command;  // nullptr where it could not be read
    bool ends_skipping;
    bool prefetched;  // was read ahead by a command before it
    absl::Status fault;
    Context context;
  };

  // A Rollback that fails because there is nothing to roll back: then that is done.
  static bool IsOverAlready(const Item& item, const absl::Status& status);
  // It will not wait for the database.
  static bool EndsSoon(const Item& item);
  // Whoever sent `next` without waiting for the answer to `item` has no use for that alone: there is nothing in a
  // transaction's begin, and what is about to be committed does not stand yet. One write and one wake-up less.
  static bool CanWaitFor(const Item& item, const Item& next);
  void Add(Item item);
  void Pump();
  void Begin(const std::shared_ptr<Item>& item);
  // The look-ups that wait right behind the command that runs.
  std::vector<SharedCommand> TakeLookups(size_t most);
  // Whether the command that runs is followed, once it has been answered, by the transaction's Commit. Asked while it
  // runs, on its thread.
  bool CommitFollows() const;
  void End(const Item& item, absl::StatusOr<Replies> replies);
  void Send(uint64_t id, absl::StatusOr<Replies> replies, bool more_soon);
  void CancelCommand(const orm::v1::Command& command);
  std::shared_ptr<Cancellation> FindCancellation(uint64_t id);
  // The status that a command gets without being run; ok where it shall run.
  absl::Status Refusal(const Item& item) const;
  Context BoundCommand(const orm::v1::Command& command) const;
  absl::StatusOr<Replies> WithinLimit(uint64_t id, absl::StatusOr<Replies> replies) const;

  const std::shared_ptr<Session> session_;
  Executor& executor_;
  const CommandQueueOptions options_;
  const Receiver receiver_;

  mutable absl::Mutex mutex_;
  std::deque<std::shared_ptr<Item>> waiting_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<Item> running_ ABSL_GUARDED_BY(mutex_);
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  // Used by the running command only.
  bool skipping_ = false;
};

}  // namespace ormd
