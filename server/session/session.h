// A session: a workspace and the strand on which its commands run. The core of both session doors.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "orm/base/context.h"
#include "server/session/dispatcher.h"
#include "server/session/prefetch.h"
#include "server/session/shared_command.h"
#include "server/session/strand.h"

namespace ormd {

// What has come behind a command and will be run next, asked for while that command runs, on its thread.
struct WhatFollows {
  // Empty where nothing is to be read ahead; else the command is a look-up itself.
  TakeAhead take_lookups = {};
  // Whether it is the Commit of the transaction itself. Empty for all but a Flush, perhaps.
  std::function<bool()> is_commit = {};
};

// Thread safe; held by shared_ptr, which running commands share. Commands run one at a time on the executor, in the
// order of Submit.
class Session : public std::enable_shared_from_this<Session> {
 public:
  using Clock = std::function<absl::Time()>;
  // Called once for each command, on an executor's thread.
  using Done = std::function<void(absl::StatusOr<Replies>)>;

  // The environment and the executor outlive the session.
  Session(const OrmEnvironment& environment, Executor& executor, Clock clock);

  // `part_bytes` as in RunInSession. Once the session is closed, the command is answered STATEMENT_CANCELLED.
  void Submit(SharedCommand command, Context context, size_t part_bytes, Done done, WhatFollows follows = {});

  // Cancels what runs, answers what waits, rolls back and frees everything. No need to wait for it.
  void Close();

  // Rolls back a transaction that has been open without a command since `limit` ago, and clears the session. Every
  // command is then answered TRANSACTION_ABORTED until a Rollback or Clear.
  void EndIdleTransaction(absl::Duration limit);

  // A command runs or waits.
  bool busy() const;
  // When the last command ended.
  absl::Time idle_since() const;
  bool in_transaction() const { return in_transaction_->load(); }

 private:
  struct Task {
    SharedCommand command;
    Context context;
    size_t part_bytes;
    Done done;
    WhatFollows follows;
  };

  void Run(const Task& task);
  absl::StatusOr<Replies> Execute(const Task& task);
  std::optional<absl::StatusOr<Replies>> AnswerAborted(const orm::v1::Command& command);
  bool Start(const std::shared_ptr<Cancellation>& cancellation);
  void Finish();
  void AbortIdle(absl::Time idle_since);

  const OrmEnvironment& environment_;
  Executor& executor_;
  const Clock clock_;
  const std::shared_ptr<std::atomic<bool>> in_transaction_;  // shared with the strand's choice of lanes
  Strand strand_;

  // Used on the strand only.
  std::unique_ptr<Workspace> workspace_;
  bool aborted_ = false;

  mutable absl::Mutex mutex_;
  size_t commands_ ABSL_GUARDED_BY(mutex_) = 0;  // running and waiting
  absl::Time idle_since_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<Cancellation> running_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace ormd
