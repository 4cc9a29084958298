#include "server/session/session.h"

#include <utility>

#include "absl/time/clock.h"
#include "server/session/errors.h"
#include "server/session/read_commands.h"
#include "server/session/transaction_commands.h"

namespace ormd {
namespace {

// Time for rolling back what nobody waits for.
constexpr absl::Duration kCleanUp = absl::Seconds(5);

Context CleanUpContext() { return {absl::Now() + kCleanUp, std::make_shared<Cancellation>()}; }

}  // namespace

Session::Session(const OrmEnvironment& environment, Executor& executor, Clock clock)
    : environment_(environment),
      executor_(executor),
      clock_(std::move(clock)),
      in_transaction_(std::make_shared<std::atomic<bool>>(false)),
      strand_(
          executor,
          [holding = in_transaction_] { return holding->load() ? Executor::Lane::kUrgent : Executor::Lane::kNormal; }),
      workspace_(std::make_unique<Workspace>(environment)),
      idle_since_(clock_()) {}

void Session::Submit(SharedCommand command, Context context, size_t part_bytes, Done done, WhatFollows follows) {
  {
    absl::MutexLock lock(&mutex_);
    ++commands_;
  }
  const bool quick = NeedsNoDatabase(*command);
  // A function must be copyable: it shares the task instead.
  auto task = std::make_shared<const Task>(
      Task{std::move(command), std::move(context), part_bytes, std::move(done), std::move(follows)});
  strand_.Post([self = shared_from_this(), task = std::move(task)] { self->Run(*task); }, quick);
}

void Session::Run(const Task& task) {
  if (Start(task.context.cancellation)) {
    absl::StatusOr<Replies> replies = Execute(task);
    Finish();
    task.done(std::move(replies));
    // The next command that uses entities does so itself. Ahead of it only while nobody else waits for this thread:
    // under load what it makes would be out of the processor's caches by the time that it is used.
    if (!busy() && executor_.waiting() == 0) TakeInFound(*workspace_);
  } else {
    Finish();
    task.done(SessionClosed());
  }
}

absl::StatusOr<Replies> Session::Execute(const Task& task) {
  if (std::optional<absl::StatusOr<Replies>> answer = AnswerAborted(*task.command)) return *std::move(answer);
  if (task.command->has_clear()) {
    workspace_->found.reset();  // would be dropped as soon as it is taken in
  } else if (!NeedsNoDatabase(*task.command)) {
    TakeInFound(*workspace_);
  }
  if (task.follows.take_lookups && workspace_->manager.depth() == 0) {
    Prefetch(workspace_->manager, task.command->find_one(), task.follows.take_lookups, task.context);
  }
  const bool before_commit = task.follows.is_commit && task.follows.is_commit();
  absl::StatusOr<Replies> replies =
      RunInSession(*workspace_, *task.command, task.context, task.part_bytes, before_commit);
  in_transaction_->store(workspace_->manager.depth() > 0);
  return replies;
}

std::optional<absl::StatusOr<Replies>> Session::AnswerAborted(const orm::v1::Command& command) {
  if (!aborted_ || command.has_sync()) return std::nullopt;
  if (!command.has_rollback() && !command.has_clear()) return IdleTransactionEnded();
  aborted_ = false;
  if (command.has_clear()) return std::nullopt;
  return Replies{RolledBack()};
}

bool Session::Start(const std::shared_ptr<Cancellation>& cancellation) {
  absl::MutexLock lock(&mutex_);
  if (closed_) return false;
  running_ = cancellation;
  return true;
}

void Session::Finish() {
  absl::MutexLock lock(&mutex_);
  running_ = nullptr;
  --commands_;
  idle_since_ = clock_();
}

void Session::Close() {
  std::shared_ptr<Cancellation> running;
  {
    absl::MutexLock lock(&mutex_);
    if (std::exchange(closed_, true)) return;
    running = running_;
  }
  if (running != nullptr) executor_.Cancel(std::move(running));
  strand_.Post([self = shared_from_this()] {
    self->workspace_.reset();
    self->in_transaction_->store(false);
  });
}

void Session::EndIdleTransaction(absl::Duration limit) {
  absl::Time since;
  {
    absl::MutexLock lock(&mutex_);
    if (closed_ || commands_ > 0 || clock_() - idle_since_ < limit) return;
    since = idle_since_;
  }
  if (!in_transaction()) return;
  strand_.Post([self = shared_from_this(), since] { self->AbortIdle(since); });
}

void Session::AbortIdle(absl::Time idle_since) {
  {
    absl::MutexLock lock(&mutex_);
    if (closed_ || commands_ > 0 || idle_since_ != idle_since) return;
  }
  // What a flush has taken the commit along for is committed: its Commit, which waits, is to say so.
  if (workspace_->manager.depth() == 0 || workspace_->manager.committed()) return;
  workspace_->pending.clear();
  workspace_->found.reset();
  if (!workspace_->manager.Rollback(1, CleanUpContext()).ok()) workspace_ = std::make_unique<Workspace>(environment_);
  in_transaction_->store(false);
  aborted_ = true;
}

bool Session::busy() const {
  absl::MutexLock lock(&mutex_);
  return commands_ > 0;
}

absl::Time Session::idle_since() const {
  absl::MutexLock lock(&mutex_);
  return idle_since_;
}

}  // namespace ormd
