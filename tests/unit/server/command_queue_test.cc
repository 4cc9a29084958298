#include "server/session/command_queue.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "tests/unit/server/server_fixture.h"

namespace ormd {
namespace {

using orm::v1::Command;
using orm::v1::Reply;
using testing::ElementsAre;
using testing::SizeIs;

class CommandQueueTest : public testing::Test {
 protected:
  void TearDown() override { queue_->Stop(); }

  void Push(Command command) {
    command.set_id(++last_id_);
    queue_->Push(std::make_shared<Command>(std::move(command)));
  }

  // Waits for `count` replies since the last call; each as "id:kind" or "id:REASON".
  std::vector<std::string> Take(size_t count) {
    absl::MutexLock lock(&mutex_);
    auto ready = [this, count]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return replies_.size() >= count; };
    mutex_.Await(absl::Condition(&ready));
    std::vector<std::string> taken = std::move(replies_);
    replies_.clear();
    return taken;
  }

  CommandQueue::Receiver Receiver() {
    return [this](uint64_t id, const EncodedReply& encoded, bool more_soon) {
      const Reply reply = Read(encoded);
      absl::MutexLock lock(&mutex_);
      if (more_soon) unhurried_.push_back(id);
      replies_.push_back(StrCat(id, ":", reply.has_error() ? ReasonIn(reply) : KindOf(reply)));
    };
  }

  static std::string KindOf(const Reply& reply) {
    const google::protobuf::OneofDescriptor* kinds = Reply::descriptor()->FindOneofByName("reply");
    return Reply::GetReflection()->GetOneofFieldDescriptor(reply, kinds)->name();
  }

  static std::string ReasonIn(const Reply& reply) {
    google::rpc::ErrorInfo info;
    reply.error().details(0).UnpackTo(&info);
    return info.reason();
  }

  ServerFixture server_;
  absl::Mutex mutex_;
  std::vector<std::string> replies_ ABSL_GUARDED_BY(mutex_);
  std::vector<uint64_t> unhurried_ ABSL_GUARDED_BY(mutex_);  // ids of the replies that another follows soon
  uint64_t last_id_ = 0;
  std::shared_ptr<CommandQueue> queue_ =
      std::make_shared<CommandQueue>(server_.NewSession(), *server_.executor, CommandQueueOptions{}, Receiver());
};

TEST_F(CommandQueueTest, AnswersInTheOrderOfTheCommands) {
  Push(BeginCommand());
  Push(CreateItem("a"));
  Push(FlushCommand());
  Push(CountCommand());
  Push(CommitCommand());
  EXPECT_THAT(Take(5), ElementsAre("1:begin", "2:change", "3:flush", "4:count", "5:commit"));
  EXPECT_EQ(server_.CountItems(), 1);
}

TEST_F(CommandQueueTest, AReplyMayWaitForThatOfACommandWhichNeedsNoDatabase) {
  const auto go = server_.HoldWorkers();
  Push(CountCommand());
  Push(ClearCommand());
  Push(CountCommand());
  go->Notify();
  EXPECT_THAT(Take(3), ElementsAre("1:count", "2:clear", "3:count"));
  absl::MutexLock lock(&mutex_);
  EXPECT_THAT(unhurried_, ElementsAre(1u));
}

TEST_F(CommandQueueTest, RepliesThatNobodyCanUseAloneMayWait) {
  const auto go = server_.HoldWorkers();
  Push(BeginCommand());
  Push(CreateItem("a"));
  Push(FlushCommand());
  Push(CommitCommand());
  Push(CountCommand());
  go->Notify();
  EXPECT_THAT(Take(5), ElementsAre("1:begin", "2:change", "3:flush", "4:commit", "5:count"));
  absl::MutexLock lock(&mutex_);
  EXPECT_THAT(unhurried_, ElementsAre(1u, 3u));
}

TEST_F(CommandQueueTest, SkipsAfterAnErrorUntilRollback) {
  Push(BeginCommand());
  Push(CreateItem("a"));
  Push(BadCommand());
  Push(FlushCommand());
  Push(CommitCommand());
  Push(RollbackCommand());
  Push(CountCommand());
  EXPECT_THAT(Take(7), ElementsAre("1:begin", "2:change", "3:UNKNOWN_ENTITY", "4:SKIPPED", "5:SKIPPED", "6:rollback",
                                   "7:count"));
  EXPECT_EQ(server_.CountItems(), 0);
}

TEST_F(CommandQueueTest, SyncAndClearEndTheSkippingToo) {
  Push(BadCommand());
  Push(CountCommand());
  Push(SyncCommand());
  Push(CountCommand());
  Push(BadCommand());
  Push(ClearCommand());
  Push(CountCommand());
  EXPECT_THAT(Take(7), ElementsAre("1:UNKNOWN_ENTITY", "2:SKIPPED", "3:sync", "4:count", "5:UNKNOWN_ENTITY", "6:clear",
                                   "7:count"));
}

TEST_F(CommandQueueTest, ARollbackWithoutTransactionStillEndsTheSkipping) {
  Push(BadCommand());
  Push(RollbackCommand());
  Push(CountCommand());
  EXPECT_THAT(Take(3), ElementsAre("1:UNKNOWN_ENTITY", "2:NO_TRANSACTION", "3:count"));
}

TEST_F(CommandQueueTest, WhatUndoesIsDoneHoweverLate) {
  const auto late = [](Command command) {
    command.mutable_timeout()->set_nanos(1);
    return command;
  };
  Push(BeginCommand());
  Push(CreateItem("a"));
  Push(FlushCommand());
  Push(late(RollbackCommand()));
  Push(CreateItem("b"));
  Push(late(ClearCommand()));
  Push(FlushCommand());
  EXPECT_THAT(Take(7), ElementsAre("1:begin", "2:change", "3:flush", "4:rollback", "5:change", "6:clear", "7:flush"));
  EXPECT_EQ(server_.CountItems(), 0);
}

TEST_F(CommandQueueTest, ARollbackThatFailsBeginsTheSkippingAnew) {
  Command unknown = RollbackCommand();
  unknown.mutable_rollback()->set_depth(7);
  Push(BeginCommand());
  Push(CreateItem("a"));
  Push(BadCommand());
  Push(unknown);
  Push(CommitCommand());
  Push(RollbackCommand());
  EXPECT_THAT(Take(6), ElementsAre("1:begin", "2:change", "3:UNKNOWN_ENTITY", "4:NO_TRANSACTION", "5:SKIPPED",
                                   "6:rollback"));
  EXPECT_EQ(server_.CountItems(), 0);
}

TEST_F(CommandQueueTest, SyncKeepsWhatIsStaged) {
  Push(CreateItem("a"));
  Push(BadCommand());
  Push(SyncCommand());
  Push(FlushCommand());
  EXPECT_THAT(Take(4), ElementsAre("1:change", "2:UNKNOWN_ENTITY", "3:sync", "4:flush"));
  EXPECT_EQ(server_.CountItems(), 1);
}

TEST_F(CommandQueueTest, AnUnreadableMessageFailsInItsTurn) {
  Push(CountCommand());
  queue_->PushFault(77, MakeError({Reason::kBadRequest, "no message", {}, {}}));
  Push(CountCommand());
  EXPECT_THAT(Take(3), ElementsAre("1:count", "77:BAD_REQUEST", "2:SKIPPED"));
}

TEST_F(CommandQueueTest, ACommandThatSaysNothingIsRefused) {
  Push(Command());
  EXPECT_THAT(Take(1), ElementsAre("1:BAD_REQUEST"));
}

TEST_F(CommandQueueTest, LookUpsThatComeBeforeTheFirstIsRunAreReadWithIt) {
  for (const char* name : {"a", "b", "c"}) Push(CreateItem(name));
  Push(FlushCommand());
  Push(ClearCommand());
  Take(5);
  server_.observer.TakeSql();
  const auto go = server_.HoldWorkers();
  for (int64_t id = 1; id <= 3; ++id) {
    Command command;
    command.mutable_find_one()->set_entity("Item");
    command.mutable_find_one()->mutable_key()->add_values()->set_int64(id);
    Push(command);
  }
  go->Notify();
  EXPECT_THAT(Take(3), ElementsAre("6:find", "7:find", "8:find"));
  EXPECT_THAT(server_.observer.TakeSql(), SizeIs(1));
}

TEST_F(CommandQueueTest, CancelIsAnsweredAtOnceAndHitsAWaitingCommand) {
  queue_->Hold(true);
  Push(CountCommand());
  Push(CountCommand());
  Command cancel;
  cancel.mutable_cancel()->set_id(2);
  Push(cancel);
  EXPECT_THAT(Take(1), ElementsAre("3:cancel"));
  // Cancelling runs on a thread of its own; wait until it has run.
  absl::Notification cancelled;
  server_.executor->Submit(Executor::Lane::kCancel, [&cancelled] { cancelled.Notify(); });
  cancelled.WaitForNotification();
  queue_->Hold(false);
  EXPECT_THAT(Take(2), ElementsAre("1:count", "2:STATEMENT_CANCELLED"));
}

TEST_F(CommandQueueTest, CancellingWhatIsNotThereIsNoError) {
  Command cancel;
  cancel.mutable_cancel()->set_id(99);
  Push(cancel);
  Push(CountCommand());
  EXPECT_THAT(Take(2), ElementsAre("1:cancel", "2:count"));
}

TEST_F(CommandQueueTest, ATimeoutIncludesTheWaiting) {
  queue_->Hold(true);
  Command command = CountCommand();
  command.mutable_timeout()->set_nanos(1);
  Push(command);
  queue_->Hold(false);
  EXPECT_THAT(Take(1), ElementsAre("1:STATEMENT_TIMEOUT"));
}

TEST_F(CommandQueueTest, ATimeoutMustBePositive) {
  Command command = CountCommand();
  command.mutable_timeout();
  Push(command);
  Push(SyncCommand());
  command.mutable_timeout()->set_seconds(-1);
  Push(command);
  EXPECT_THAT(Take(3), ElementsAre("1:BAD_VALUE", "2:sync", "3:BAD_VALUE"));
}

TEST_F(CommandQueueTest, AnAnswerBeyondTheLimitIsAnError) {
  auto small = std::make_shared<CommandQueue>(server_.NewSession(), *server_.executor,
                                              CommandQueueOptions{absl::Seconds(60), 16, 16}, Receiver());
  small->Push(std::make_shared<Command>(CreateItem("a name that is longer than sixteen bytes")));
  small->Push(std::make_shared<Command>(FlushCommand()));
  Command find;
  find.mutable_find()->set_entity("Item");
  small->Push(std::make_shared<Command>(find));
  EXPECT_THAT(Take(3), ElementsAre("0:change", "0:flush", "0:LIMIT_EXCEEDED"));
  small->Stop();
}

TEST_F(CommandQueueTest, StopRollsBack) {
  Push(BeginCommand());
  Push(CreateItem("a"));
  Push(FlushCommand());
  Take(3);
  EXPECT_TRUE(queue_->in_transaction());
  queue_->Stop();
  // The write connection comes back when the transaction is over.
  EXPECT_TRUE(server_.pool->Acquire(Access::kWrite, FreeContext()).ok());
  EXPECT_EQ(server_.CountItems(), 0);
}

}  // namespace
}  // namespace ormd
