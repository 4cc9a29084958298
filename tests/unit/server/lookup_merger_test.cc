#include "server/merge/lookup_merger.h"

#include <gtest/gtest.h>

#include <thread>

#include "orm/base/error.h"
#include "tests/unit/server/server_fixture.h"

namespace ormd {
namespace {

class LookupMergerTest : public testing::Test {
 protected:
  // What a look-up was answered, and by which thread.
  struct Outcome {
    absl::Notification answered;
    absl::Status status;
    std::thread::id thread;
  };

  void SetUp() override {
    const auto session = server_.NewSession();
    ASSERT_TRUE(Ask(*session, CreateItem("a")).ok());
    ASSERT_TRUE(Ask(*session, FlushCommand()).ok());
  }

  std::shared_ptr<Outcome> LookUp(int64_t id, const Context& context, size_t siblings = 1) {
    auto outcome = Begin(id, context, siblings);
    outcome->answered.WaitForNotification();
    return outcome;
  }

  std::shared_ptr<Outcome> Begin(int64_t id, const Context& context, size_t siblings) {
    orm::v1::FindOne find;
    find.set_entity("Item");
    find.mutable_key()->add_values()->set_int64(id);
    auto outcome = std::make_shared<Outcome>();
    Answer answer = [outcome](const absl::StatusOr<grpc::Slice>& reply) {
      outcome->status = reply.status();
      outcome->thread = std::this_thread::get_id();
      outcome->answered.Notify();
    };
    EXPECT_TRUE(merger_.Take(find, context, siblings, answer));
    return outcome;
  }

  ServerFixture server_;
  LookupMerger merger_{*server_.environment, *server_.executor, {}, 1 << 20};
};

TEST_F(LookupMergerTest, ALookUpInThisProcessNeedsNoWorker) {
  bool here = false;
  // One that is out of the processor for too long is handed over.
  for (int i = 0; i < 20 && !here; ++i) {
    ASSERT_TRUE(server_.pool->Acquire(Access::kRead, {}).ok());
    const auto outcome = LookUp(1, FreeContext());
    EXPECT_TRUE(outcome->status.ok()) << outcome->status;
    here = outcome->thread == std::this_thread::get_id();
    if (!here) absl::SleepFor(absl::Milliseconds(200));
  }
  EXPECT_TRUE(here);
}

TEST_F(LookupMergerTest, WhereManyRunWorkersAnswerThem) {
  ASSERT_TRUE(server_.pool->Acquire(Access::kRead, {}).ok());
  for (uint32_t i = 0; i < Crowd::kPeriod; ++i) LookUp(1, FreeContext(), Crowd::kMany);
  for (int i = 0; i < 50; ++i) {
    EXPECT_NE(LookUp(1, FreeContext(), Crowd::kMany)->thread, std::this_thread::get_id());
  }
}

TEST_F(LookupMergerTest, ALargeRowIsEncodedByAWorker) {
  const auto session = server_.NewSession();
  ASSERT_TRUE(Ask(*session, CreateItem(std::string(200'000, 'x'))).ok());
  ASSERT_TRUE(Ask(*session, FlushCommand()).ok());
  for (int i = 0; i < 10; ++i) {
    const auto outcome = LookUp(2, FreeContext());
    EXPECT_TRUE(outcome->status.ok()) << outcome->status;
    EXPECT_NE(outcome->thread, std::this_thread::get_id());
    absl::SleepFor(absl::Milliseconds(110));  // beyond the pause
  }
}

TEST_F(LookupMergerTest, WithoutAnIdleConnectionAWorkerOpensOne) {
  const absl::StatusOr<PooledConnection> taken = server_.pool->Acquire(Access::kRead, {});
  ASSERT_TRUE(taken.ok());
  const auto outcome = LookUp(1, FreeContext());
  EXPECT_TRUE(outcome->status.ok()) << outcome->status;
  EXPECT_NE(outcome->thread, std::this_thread::get_id());
}

// What is done again for each alone is watched no more by what was done together.
TEST_F(LookupMergerTest, WhatFailsTogetherMayBeCancelledAfterwards) {
  const absl::StatusOr<PooledConnection> taken = server_.pool->Acquire(Access::kRead, {});
  ASSERT_TRUE(taken.ok());
  ASSERT_TRUE((*server_.pool->Acquire(Access::kWrite, {}))->ExecuteScript("DROP TABLE item", {}).ok());
  const auto workers = server_.HoldWorkers();
  const absl::Time deadline = absl::Now() + absl::Milliseconds(50);
  server_.observer.set_hook([](std::string_view) { absl::SleepFor(absl::Milliseconds(60)); });
  std::vector<std::shared_ptr<Outcome>> outcomes;
  std::vector<Context> contexts;
  for (int i = 0; i < 4; ++i) {
    contexts.push_back({deadline, std::make_shared<Cancellation>()});
    outcomes.push_back(Begin(i, contexts.back(), Crowd::kMany));
  }
  workers->Notify();
  for (const auto& outcome : outcomes) outcome->answered.WaitForNotification();
  for (const Context& each : contexts) each.cancellation->Cancel();
  for (const auto& outcome : outcomes) EXPECT_FALSE(outcome->status.ok());
}

TEST_F(LookupMergerTest, WhatIsNotThereOrIsOverIsToldSo) {
  ASSERT_TRUE(server_.pool->Acquire(Access::kRead, {}).ok());
  EXPECT_EQ(ReasonOf(LookUp(99, FreeContext())->status), Reason::kEntityNotFound);
  Context late = FreeContext();
  late.deadline = absl::InfinitePast();
  EXPECT_EQ(ReasonOf(LookUp(1, late)->status), Reason::kStatementTimeout);
  const Context cancelled = FreeContext();
  cancelled.cancellation->Cancel();
  EXPECT_EQ(ReasonOf(LookUp(1, cancelled)->status), Reason::kStatementCancelled);
}

}  // namespace
}  // namespace ormd
