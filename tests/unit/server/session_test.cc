#include "server/session/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "orm/base/error.h"
#include "tests/unit/server/server_fixture.h"

namespace ormd {
namespace {

using orm::v1::Reply;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class SessionTest : public testing::Test {
 protected:
  void TearDown() override { session_->Close(); }

  Reason ReasonFor(const orm::v1::Command& command) { return ReasonOf(Ask(*session_, command).status()); }
  Reply Get(const orm::v1::Command& command) { return Read(Ask(*session_, command)->front()); }
  void Do(const orm::v1::Command& command) {
    const absl::Status status = Ask(*session_, command).status();
    ASSERT_TRUE(status.ok()) << status;
  }
  // Everything that was submitted before has ended.
  void Settle() { Do(SyncCommand()); }

  ServerFixture server_;
  std::shared_ptr<Session> session_ = server_.NewSession();
};

TEST_F(SessionTest, StagesUntilTheFlushAndThenReportsTheChanges) {
  Do(CreateItem("a"));
  Do(CreateItem("b"));
  EXPECT_EQ(server_.CountItems(), 0);
  const Reply reply = Get(FlushCommand());
  ASSERT_EQ(reply.flush().results_size(), 2);
  EXPECT_EQ(reply.flush().results(0).key().values(0).int64(), 1);
  EXPECT_EQ(reply.flush().results(1).key().values(0).int64(), 2);
  EXPECT_EQ(Get(FlushCommand()).flush().results_size(), 0);
  EXPECT_EQ(server_.CountItems(), 2);
}

TEST_F(SessionTest, ResultsOfTheRequestStandBeforeThoseOfEarlierCommands) {
  Do(CreateItem("early"));
  orm::v1::Command flush = FlushCommand();
  orm::v1::Command late = CreateItem("late");
  late.mutable_create()->set_local("late");
  *flush.mutable_flush()->add_changes()->mutable_create() = late.create();
  const Reply reply = Get(flush);
  ASSERT_EQ(reply.flush().results_size(), 2);
  EXPECT_EQ(reply.flush().results(0).local(), "late");
  EXPECT_EQ(reply.flush().results(1).local(), "");
}

TEST_F(SessionTest, AFailedFlushTakesBackItsOwnChangesOnly) {
  Do(CreateItem("a"));
  orm::v1::Command flush = FlushCommand();
  *flush.mutable_flush()->add_changes()->mutable_create() = CreateItem("b").create();
  *flush.mutable_flush()->add_changes()->mutable_create() = CreateItem("b").create();
  EXPECT_EQ(ReasonFor(flush), Reason::kUniqueViolation);
  EXPECT_EQ(server_.CountItems(), 0);
  EXPECT_EQ(Get(FlushCommand()).flush().results_size(), 1);
  EXPECT_EQ(server_.CountItems(), 1);
}

TEST_F(SessionTest, ADryRunStagesNothing) {
  Do(CreateItem("a"));
  orm::v1::Command flush = FlushCommand();
  flush.mutable_flush()->set_dry_run(true);
  *flush.mutable_flush()->add_changes()->mutable_create() = CreateItem("b").create();
  const Reply reply = Get(flush);
  ASSERT_EQ(reply.flush().plan_size(), 1);
  EXPECT_EQ(reply.flush().plan(0).rows(), 2u);
  EXPECT_EQ(server_.CountItems(), 0);
  EXPECT_EQ(Get(FlushCommand()).flush().results_size(), 1);
}

TEST_F(SessionTest, AFlushWithNothingStagedSendsNoStatement) {
  server_.observer.Take();
  Do(FlushCommand());
  EXPECT_THAT(server_.observer.TakeSql(), IsEmpty());
}

TEST_F(SessionTest, HoldsAConnectionOnlyInsideATransaction) {
  Do(CreateItem("a"));
  Do(FlushCommand());
  EXPECT_EQ(server_.pool->stats().in_use, 0u);
  EXPECT_FALSE(session_->in_transaction());
  EXPECT_EQ(Get(BeginCommand()).begin().depth(), 1u);
  EXPECT_EQ(server_.pool->stats().in_use, 1u);
  EXPECT_TRUE(session_->in_transaction());
  EXPECT_EQ(Get(BeginCommand()).begin().depth(), 2u);
  orm::v1::Command commit = CommitCommand();
  commit.mutable_commit()->set_depth(1);
  Do(commit);
  EXPECT_EQ(server_.pool->stats().in_use, 0u);
  EXPECT_FALSE(session_->in_transaction());
}

TEST_F(SessionTest, TransactionCommandsNeedATransaction) {
  EXPECT_EQ(ReasonFor(CommitCommand()), Reason::kNoTransaction);
  EXPECT_EQ(ReasonFor(RollbackCommand()), Reason::kNoTransaction);
  Do(BeginCommand());
  orm::v1::Command commit = CommitCommand();
  commit.mutable_commit()->set_depth(0);
  EXPECT_EQ(ReasonFor(commit), Reason::kNoTransaction);
  commit.mutable_commit()->set_depth(2);
  EXPECT_EQ(ReasonFor(commit), Reason::kNoTransaction);
  Do(CommitCommand());
}

TEST_F(SessionTest, RollbackClearsTheSession) {
  Do(BeginCommand());
  Do(CreateItem("a"));
  EXPECT_TRUE(Get(RollbackCommand()).rollback().cleared());
  EXPECT_EQ(Get(FlushCommand()).flush().results_size(), 0);
  EXPECT_EQ(server_.CountItems(), 0);
}

TEST_F(SessionTest, WhatARefreshTakesBackIsNotReported) {
  for (const char* name : {"a", "b", "c"}) Do(CreateItem(name));
  Do(FlushCommand());
  const auto assign = [](int64_t key, const std::string& name) {
    orm::v1::Command command;
    command.mutable_assign()->set_entity("Item");
    command.mutable_assign()->mutable_key()->add_values()->set_int64(key);
    *command.mutable_assign()->mutable_data() = CreateItem(name).create().data();
    return command;
  };
  const auto reported = [this] {
    std::vector<int64_t> keys;
    const Reply reply = Get(FlushCommand());
    for (const auto& result : reply.flush().results()) keys.push_back(result.key().values(0).int64());
    return keys;
  };
  const auto stage = [&] {
    // The last one changes nothing: there is nothing to take back.
    for (const auto& command : {assign(1, "x"), assign(2, "y"), assign(3, "c")}) Do(command);
  };
  orm::v1::Command refresh, find_one, find;
  refresh.mutable_refresh()->set_entity("Item");
  refresh.mutable_refresh()->mutable_key()->add_values()->set_int64(1);
  find_one.mutable_find_one()->set_entity("Item");
  find_one.mutable_find_one()->mutable_key()->add_values()->set_int64(1);
  find_one.mutable_find_one()->set_refresh(true);
  find.mutable_find()->set_entity("Item");
  find.mutable_find()->set_refresh(true);
  stage();
  Do(find);
  EXPECT_THAT(reported(), ElementsAre(3));
  stage();
  Do(refresh);
  EXPECT_THAT(reported(), ElementsAre(2, 3));
  stage();
  Do(find_one);
  EXPECT_THAT(reported(), ElementsAre(2, 3));
  EXPECT_THAT(reported(), IsEmpty());
}

TEST_F(SessionTest, ClearForgetsWhatIsStaged) {
  Do(CreateItem("a"));
  Do(ClearCommand());
  EXPECT_EQ(Get(FlushCommand()).flush().results_size(), 0);
}

TEST_F(SessionTest, AnIdleTransactionIsRolledBackAndSaysSoUntilRollback) {
  Do(BeginCommand());
  Do(CreateItem("a"));
  Do(FlushCommand());
  server_.clock.Advance(absl::Seconds(9));
  session_->EndIdleTransaction(absl::Seconds(10));
  Settle();
  EXPECT_TRUE(session_->in_transaction());

  server_.clock.Advance(absl::Seconds(10));
  session_->EndIdleTransaction(absl::Seconds(10));
  AwaitNoTransaction(*session_);
  EXPECT_EQ(server_.pool->stats().in_use, 0u);
  EXPECT_EQ(ReasonFor(CountCommand()), Reason::kTransactionAborted);
  EXPECT_EQ(ReasonFor(CommitCommand()), Reason::kTransactionAborted);
  EXPECT_TRUE(Get(RollbackCommand()).rollback().cleared());
  EXPECT_EQ(Get(CountCommand()).count().count(), 0);
}

// Under load they are still rows then.
TEST_F(SessionTest, WhatAnIdleTransactionHasFoundIsForgottenWithIt) {
  Do(BeginCommand());
  Do(CreateItem("a"));
  Do(FlushCommand());
  Do(ClearCommand());
  const auto go = server_.HoldWorkers();
  server_.executor->Submit([] {});
  orm::v1::Command find;
  find.mutable_find()->set_entity("t.Item");
  EXPECT_EQ(Get(find).find().graph().sets(0).entities_size(), 1);
  server_.clock.Advance(absl::Minutes(1));
  session_->EndIdleTransaction(absl::Seconds(10));
  AwaitNoTransaction(*session_);
  go->Notify();
  Do(RollbackCommand());
  orm::v1::Command find_one;
  find_one.mutable_find_one()->set_entity("t.Item");
  find_one.mutable_find_one()->mutable_key()->add_values()->set_int64(1);
  EXPECT_EQ(ReasonFor(find_one), Reason::kEntityNotFound);
}

TEST_F(SessionTest, ClearAcknowledgesAnIdleRollbackToo) {
  Do(BeginCommand());
  server_.clock.Advance(absl::Minutes(1));
  session_->EndIdleTransaction(absl::Seconds(10));
  AwaitNoTransaction(*session_);
  EXPECT_EQ(ReasonFor(FlushCommand()), Reason::kTransactionAborted);
  Do(ClearCommand());
  Do(FlushCommand());
}

TEST_F(SessionTest, ACommandThatCameInTimeSavesTheTransaction) {
  Do(BeginCommand());
  server_.clock.Advance(absl::Seconds(9));
  Settle();
  server_.clock.Advance(absl::Seconds(9));
  session_->EndIdleTransaction(absl::Seconds(10));
  Do(CommitCommand());
}

TEST_F(SessionTest, OnlyTransactionsTimeOut) {
  Do(CreateItem("a"));
  server_.clock.Advance(absl::Hours(1));
  session_->EndIdleTransaction(absl::Seconds(10));
  EXPECT_EQ(Get(FlushCommand()).flush().results_size(), 1);
}

TEST_F(SessionTest, CloseRollsBackAndAnswersWhatWaits) {
  Do(BeginCommand());
  Do(CreateItem("a"));
  Do(FlushCommand());
  session_->Close();
  EXPECT_EQ(ReasonFor(CountCommand()), Reason::kStatementCancelled);
  EXPECT_EQ(server_.pool->stats().in_use, 0u);
  EXPECT_EQ(server_.CountItems(), 0);
  EXPECT_FALSE(session_->in_transaction());
}

TEST_F(SessionTest, ACancelledCommandDoesNotRun) {
  Context context = FreeContext();
  context.cancellation->Cancel();
  absl::Notification done;
  session_->Submit(std::make_shared<orm::v1::Command>(CountCommand()), context, 0,
                   [&done](absl::StatusOr<Replies> replies) {
                     EXPECT_EQ(ReasonOf(replies.status()), Reason::kStatementCancelled);
                     done.Notify();
                   });
  done.WaitForNotification();
}

TEST_F(SessionTest, CommandsRunInTheOrderOfSubmission) {
  std::vector<int> order;
  absl::BlockingCounter done(50);
  for (int i = 0; i < 50; ++i) {
    session_->Submit(std::make_shared<orm::v1::Command>(CountCommand()), FreeContext(), 0,
                     [&, i](const absl::StatusOr<Replies>&) {
                       order.push_back(i);
                       done.DecrementCount();
                     });
  }
  done.Wait();
  for (int i = 0; i < 50; ++i) EXPECT_EQ(order[i], i);
}

TEST_F(SessionTest, LargeGraphsComeInParts) {
  for (int i = 0; i < 20; ++i) Do(CreateItem("item " + std::to_string(i)));
  Do(FlushCommand());
  orm::v1::Command find;
  find.mutable_find()->set_entity("t.Item");
  absl::Notification done;
  session_->Submit(std::make_shared<orm::v1::Command>(find), FreeContext(), 64,
                   [&done](absl::StatusOr<Replies> replies) {
                     ASSERT_TRUE(replies.ok());
                     EXPECT_GT(replies->size(), 1u);
                     for (size_t i = 0; i < replies->size(); ++i)
                       EXPECT_EQ((*replies)[i].more, i + 1 < replies->size());
                     done.Notify();
                   });
  done.WaitForNotification();
}

TEST_F(SessionTest, RowsThatAreAnsweredAreEntitiesForTheNextCommand) {
  for (const char* name : {"a", "b", "c"}) Do(CreateItem(name));
  Do(FlushCommand());
  Do(ClearCommand());
  server_.observer.TakeSql();
  orm::v1::Command find;
  find.mutable_find()->set_entity("t.Item");
  orm::v1::Command find_one;
  find_one.mutable_find_one()->set_entity("t.Item");
  find_one.mutable_find_one()->mutable_key()->add_values()->set_int64(2);
  std::vector<size_t> roots;
  absl::Notification done;
  session_->Submit(std::make_shared<orm::v1::Command>(find), FreeContext(), 1 << 20,
                   [&roots](absl::StatusOr<Replies> replies) {
                     ASSERT_TRUE(replies.ok());
                     const Reply reply = Read(replies->front());
                     for (const auto& set : reply.find().graph().sets()) roots.push_back(set.entities_size());
                   });
  session_->Submit(std::make_shared<orm::v1::Command>(find_one), FreeContext(), 1 << 20,
                   [&done](absl::StatusOr<Replies> replies) {
                     ASSERT_TRUE(replies.ok());
                     EXPECT_EQ(Read(replies->front()).find().graph().sets_size(), 1);
                     done.Notify();
                   });
  done.WaitForNotification();
  EXPECT_THAT(roots, ElementsAre(3u));
  EXPECT_THAT(server_.observer.TakeSql(), SizeIs(1));
}

TEST_F(SessionTest, RowsOfOneEntityAreAnsweredOnce) {
  const auto made = (*server_.pool->Acquire(Access::kWrite, {}))
                        ->ExecuteScript(
                            "DROP TABLE item; CREATE VIEW item AS SELECT 1 AS id, 'a' AS name "
                            "UNION ALL SELECT 1, 'b' UNION ALL SELECT 2, 'c'",
                            {});
  ASSERT_TRUE(made.ok()) << made;
  orm::v1::Command find;
  find.mutable_find()->set_entity("t.Item");
  // The second time the entities are known.
  for (int i = 0; i < 2; ++i) {
    const Reply reply = Get(find);
    const orm::v1::Graph& graph = reply.find().graph();
    ASSERT_EQ(graph.sets_size(), 1);
    EXPECT_EQ(graph.sets(0).entities_size(), 2);
    EXPECT_THAT(graph.roots(), ElementsAre(0u, 0u, 1u));
  }
}

TEST_F(SessionTest, PartsOfRowsAreGraphsOfTheirOwn) {
  for (int i = 0; i < 20; ++i) Do(CreateItem("item " + std::to_string(i)));
  Do(FlushCommand());
  Do(ClearCommand());
  orm::v1::Command find;
  find.mutable_find()->set_entity("t.Item");
  int entities = 0;
  absl::Notification done;
  session_->Submit(std::make_shared<orm::v1::Command>(find), FreeContext(), 150, [&](absl::StatusOr<Replies> replies) {
    ASSERT_TRUE(replies.ok());
    EXPECT_GT(replies->size(), 1u);
    for (size_t i = 0; i < replies->size(); ++i) {
      const Reply reply = Read((*replies)[i]);
      const orm::v1::Graph& graph = reply.find().graph();
      EXPECT_EQ(reply.more(), i + 1 < replies->size());
      ASSERT_EQ(graph.sets_size(), 1);
      EXPECT_EQ(graph.roots_size(), 0);
      EXPECT_LE(ReplySize(0, (*replies)[i]), 150u);
      entities += graph.sets(0).entities_size();
    }
    done.Notify();
  });
  done.WaitForNotification();
  EXPECT_EQ(entities, 20);
}

TEST(OneShotTest, WritesAtOnce) {
  ServerFixture server;
  Workspace workspace(*server.environment);
  const absl::StatusOr<Replies> replies = RunOneShot(workspace, CreateItem("a"), FreeContext(), 0);
  ASSERT_TRUE(replies.ok()) << replies.status();
  const Reply reply = Read(replies->front());
  EXPECT_EQ(reply.change().result().key().values(0).int64(), 1);
  EXPECT_EQ(server.CountItems(), 1);
}

TEST(OneShotTest, RefusesWhatNeedsASession) {
  ServerFixture server;
  for (const auto& command : {BeginCommand(), CommitCommand(), RollbackCommand(), ClearCommand(), SyncCommand()}) {
    Workspace workspace(*server.environment);
    const absl::Status status = RunOneShot(workspace, command, FreeContext(), 0).status();
    EXPECT_EQ(ReasonOf(status), Reason::kBadRequest);
    EXPECT_THAT(ErrorOf(status).violations, ElementsAre(testing::Field(&FieldViolation::field, "scope")));
  }
}

// A flush that the commit of the same transaction follows, and that commit once its caller has given up.
class CommitAheadTest : public testing::TestWithParam<const char*> {
 protected:
  void TearDown() override { session_->Close(); }

  absl::Status Do(const orm::v1::Command& command, WhatFollows follows, const Context& context) {
    absl::Notification done;
    absl::Status status;
    const auto take = [&](const absl::StatusOr<Replies>& replies) {
      status = replies.status();
      done.Notify();
    };
    session_->Submit(std::make_shared<orm::v1::Command>(command), context, 0, take, std::move(follows));
    done.WaitForNotification();
    return status;
  }

  ServerFixture server_{GetParam()};
  std::shared_ptr<Session> session_ = server_.NewSession();
};

TEST_P(CommitAheadTest, IsAnsweredAsWhatItCameToWhoeverGaveUp) {
  const bool goes_along = !server_.database.is_sqlite();
  ASSERT_TRUE(Do(BeginCommand(), {}, FreeContext()).ok());
  ASSERT_TRUE(Do(CreateItem("a"), {}, FreeContext()).ok());
  ASSERT_TRUE(Do(FlushCommand(), {{}, [] { return true; }}, FreeContext()).ok());
  EXPECT_EQ(server_.CountItems(), goes_along ? 1 : 0);
  EXPECT_TRUE(session_->in_transaction());
  const Context ended{absl::InfinitePast(), nullptr};
  EXPECT_EQ(ReasonOf(Do(CommitCommand(), {}, ended)), goes_along ? Reason::kUnspecified : Reason::kStatementTimeout);
  EXPECT_EQ(session_->in_transaction(), !goes_along);
  ASSERT_EQ(Do(RollbackCommand(), {}, FreeContext()).ok(), !goes_along);
  EXPECT_EQ(server_.CountItems(), goes_along ? 1 : 0);
}

// The queue may hold the commit back, while its client does not read.
TEST_P(CommitAheadTest, IsNotTakenBackForBeingIdle) {
  if (server_.database.is_sqlite()) return;  // no commit goes along
  ASSERT_TRUE(Do(BeginCommand(), {}, FreeContext()).ok());
  ASSERT_TRUE(Do(CreateItem("a"), {}, FreeContext()).ok());
  ASSERT_TRUE(Do(FlushCommand(), {{}, [] { return true; }}, FreeContext()).ok());
  server_.clock.Advance(absl::Seconds(11));
  session_->EndIdleTransaction(absl::Seconds(10));
  EXPECT_TRUE(Do(CommitCommand(), {}, FreeContext()).ok());
  EXPECT_EQ(server_.CountItems(), 1);
}

TEST_P(CommitAheadTest, KeepsNoConnectionUntilItsCommit) {
  if (server_.database.is_sqlite()) return;  // no commit goes along
  ASSERT_TRUE(Do(BeginCommand(), {}, FreeContext()).ok());
  const size_t borrowed = server_.pool->stats().in_use;
  ASSERT_TRUE(Do(CreateItem("a"), {}, FreeContext()).ok());
  ASSERT_TRUE(Do(FlushCommand(), {{}, [] { return true; }}, FreeContext()).ok());
  EXPECT_EQ(server_.pool->stats().in_use, borrowed - 1);
  EXPECT_FALSE(Do(RollbackCommand(), {}, FreeContext()).ok());
  EXPECT_FALSE(session_->in_transaction());
  EXPECT_EQ(server_.CountItems(), 1);
}

INSTANTIATE_TEST_SUITE_P(All, CommitAheadTest, testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
