#include "server/session/command_queue.h"

#include <utility>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/driver/errors.h"
#include "server/session/errors.h"
#include "server/wire/error.h"

namespace ormd {
namespace {

using orm::v1::Command;
using orm::v1::Reply;

// Of the transaction itself, where that is what is open.
bool IsOuterCommit(const Command& command) {
  return command.has_commit() && (!command.commit().has_depth() || command.commit().depth() == 1);
}

bool EndsSkipping(const Command& command) {
  return command.has_rollback() || command.has_clear() || command.has_sync();
}

absl::Duration TimeoutOf(const Command& command) {
  return absl::Seconds(command.timeout().seconds()) + absl::Nanoseconds(command.timeout().nanos());
}

EncodedReply ErrorReply(const absl::Status& status) { return {Reply::kError, wire::ToRpcStatus(status)}; }

}  // namespace

bool CommandQueue::EndsSoon(const Item& item) {
  return item.prefetched || (item.command != nullptr && NeedsNoDatabase(*item.command));
}

bool CommandQueue::CanWaitFor(const Item& item, const Item& next) {
  const bool begins = item.command != nullptr && item.command->has_begin();
  return begins || (next.command != nullptr && next.command->has_commit());
}

CommandQueue::CommandQueue(std::shared_ptr<Session> session, Executor& executor, CommandQueueOptions options,
                           Receiver receiver)
    : session_(std::move(session)), executor_(executor), options_(std::move(options)), receiver_(std::move(receiver)) {}

void CommandQueue::Push(SharedCommand shared) {
  const Command& command = *shared;
  if (command.has_cancel()) return CancelCommand(command);
  const bool bad_timeout = command.has_timeout() && TimeoutOf(command) <= absl::ZeroDuration();
  Add({command.id(), std::move(shared), EndsSkipping(command), false, bad_timeout ? BadTimeout() : absl::OkStatus(),
       BoundCommand(command)});
}

void CommandQueue::PushFault(uint64_t id, absl::Status fault) {
  Add({id, nullptr, false, false, std::move(fault), {absl::InfiniteFuture(), std::make_shared<Cancellation>()}});
}

void CommandQueue::Add(Item item) {
  {
    absl::MutexLock lock(&mutex_);
    if (stopped_) return;
    waiting_.push_back(std::make_shared<Item>(std::move(item)));
  }
  Pump();
}

void CommandQueue::Hold(bool hold) {
  {
    absl::MutexLock lock(&mutex_);
    held_ = hold;
  }
  if (!hold) Pump();
}

void CommandQueue::Stop() {
  std::shared_ptr<Item> running;
  std::deque<std::shared_ptr<Item>> dropped;  // destroyed without the lock
  {
    absl::MutexLock lock(&mutex_);
    if (std::exchange(stopped_, true)) return;
    dropped.swap(waiting_);
    running = running_;
  }
  if (running != nullptr) executor_.Cancel(running->context.cancellation);
  session_->Close();
}

void CommandQueue::Pump() {
  std::shared_ptr<Item> next;
  {
    absl::MutexLock lock(&mutex_);
    if (running_ != nullptr || held_ || stopped_ || waiting_.empty()) return;
    next = running_ = std::move(waiting_.front());
    waiting_.pop_front();
  }
  Begin(next);
}

std::vector<SharedCommand> CommandQueue::TakeLookups(size_t most) {
  std::vector<SharedCommand> lookups;
  absl::MutexLock lock(&mutex_);
  for (const auto& next : waiting_) {
    if (lookups.size() == most || !next->fault.ok() || !IsPlainLookup(*next->command)) break;
    next->prefetched = true;
    lookups.push_back(next->command);
  }
  return lookups;
}

bool CommandQueue::CommitFollows() const {
  absl::MutexLock lock(&mutex_);
  if (held_ || waiting_.empty()) return false;
  const Item& next = *waiting_.front();
  return next.fault.ok() && IsOuterCommit(*next.command) && next.context.Check().ok();
}

void CommandQueue::Begin(const std::shared_ptr<Item>& item) {
  if (item->ends_skipping) skipping_ = false;
  if (absl::Status refusal = Refusal(*item); !refusal.ok()) {
    // Not from the caller's stack: a row of refused commands would nest.
    executor_.Submit(Executor::Lane::kUrgent,
                     [self = shared_from_this(), item, refusal = std::move(refusal)] { self->End(*item, refusal); });
    return;
  }
  WhatFollows follows;
  if (!item->prefetched && IsPlainLookup(*item->command)) {
    follows.take_lookups = [self = shared_from_this()](size_t most) { return self->TakeLookups(most); };
  }
  if (item->command->has_flush()) follows.is_commit = [self = shared_from_this()] { return self->CommitFollows(); };
  session_->Submit(
      item->command, item->context, options_.part_bytes,
      [self = shared_from_this(), item](absl::StatusOr<Replies> replies) { self->End(*item, std::move(replies)); },
      std::move(follows));
}

bool CommandQueue::IsOverAlready(const Item& item, const absl::Status& status) {
  return item.command != nullptr && item.command->has_rollback() && !item.command->rollback().has_depth() &&
         ReasonOf(status) == Reason::kNoTransaction;
}

absl::Status CommandQueue::Refusal(const Item& item) const {
  if (skipping_) return Skipped();
  return item.fault;
}

void CommandQueue::End(const Item& item, absl::StatusOr<Replies> replies) {
  replies = WithinLimit(item.id, std::move(replies));
  if (!replies.ok() && !IsOverAlready(item, replies.status())) skipping_ = true;
  bool stopped = false;
  bool more_soon = false;
  {
    absl::MutexLock lock(&mutex_);
    stopped = stopped_;
    const Item* next = held_ || waiting_.empty() ? nullptr : waiting_.front().get();
    more_soon = next != nullptr && (EndsSoon(*next) || CanWaitFor(item, *next));
  }
  if (!stopped) Send(item.id, std::move(replies), more_soon);
  {
    absl::MutexLock lock(&mutex_);
    running_ = nullptr;
  }
  Pump();
}

absl::StatusOr<Replies> CommandQueue::WithinLimit(uint64_t id, absl::StatusOr<Replies> replies) const {
  if (!replies.ok()) return replies;
  for (const EncodedReply& reply : *replies) {
    if (reply.kind == Reply::kFind && ReplySize(id, reply) > options_.max_reply) return AnswerTooLarge();
  }
  return replies;
}

void CommandQueue::Send(uint64_t id, absl::StatusOr<Replies> replies, bool more_soon) {
  if (!replies.ok()) {
    replies = Replies{ErrorReply(options_.explain ? options_.explain(replies.status()) : replies.status())};
  }
  for (const EncodedReply& reply : *replies) receiver_(id, reply, more_soon);
}

void CommandQueue::CancelCommand(const Command& command) {
  if (std::shared_ptr<Cancellation> cancellation = FindCancellation(command.cancel().id())) {
    executor_.Cancel(std::move(cancellation));
  }
  receiver_(command.id(), {Reply::kCancel, orm::v1::CancelReply()}, false);
}

std::shared_ptr<Cancellation> CommandQueue::FindCancellation(uint64_t id) {
  absl::MutexLock lock(&mutex_);
  if (running_ != nullptr && running_->id == id) return running_->context.cancellation;
  for (const auto& item : waiting_) {
    if (item->id == id) return item->context.cancellation;
  }
  return nullptr;
}

Context CommandQueue::BoundCommand(const Command& command) const {
  const absl::Duration timeout = command.has_timeout() ? TimeoutOf(command) : options_.default_timeout;
  return {absl::Now() + timeout, std::make_shared<Cancellation>()};
}

}  // namespace ormd
