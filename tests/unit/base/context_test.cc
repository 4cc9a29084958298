#include "orm/base/context.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/synchronization/notification.h"
#include "orm/base/error.h"

namespace ormd {
namespace {

TEST(CancellationTest, TellsItsCallbackOnce) {
  Cancellation cancellation;
  int calls = 0;
  EXPECT_TRUE(cancellation.SetCallback([&] { ++calls; }));
  EXPECT_FALSE(cancellation.cancelled());
  cancellation.Cancel();
  cancellation.Cancel();
  EXPECT_TRUE(cancellation.cancelled());
  EXPECT_EQ(calls, 1);
}

TEST(CancellationTest, RefusesACallbackWhenRaised) {
  Cancellation cancellation;
  cancellation.Cancel();
  bool called = false;
  EXPECT_FALSE(cancellation.SetCallback([&] { called = true; }));
  EXPECT_FALSE(called);
}

TEST(CancellationTest, DoesNotCallAClearedCallback) {
  Cancellation cancellation;
  bool called = false;
  EXPECT_TRUE(cancellation.SetCallback([&] { called = true; }));
  cancellation.ClearCallback();
  cancellation.Cancel();
  EXPECT_FALSE(called);
}

TEST(CancellationTest, ClearWaitsForARunningCallback) {
  Cancellation cancellation;
  absl::Notification running;
  absl::Notification go_on;
  std::atomic<bool> finished = false;
  cancellation.SetCallback([&] {
    running.Notify();
    go_on.WaitForNotification();
    finished = true;
  });
  std::thread canceller([&] { cancellation.Cancel(); });
  running.WaitForNotification();
  std::thread release([&] { go_on.Notify(); });
  cancellation.ClearCallback();
  EXPECT_TRUE(finished);
  canceller.join();
  release.join();
}

TEST(ContextTest, IsUnboundedByDefault) {
  const Context context;
  EXPECT_TRUE(context.Check().ok());
  EXPECT_FALSE(context.cancelled());
  EXPECT_EQ(context.remaining(), absl::InfiniteDuration());
}

TEST(ContextTest, EndsAtItsDeadline) {
  const Context context{absl::Now() - absl::Seconds(1), nullptr};
  EXPECT_EQ(ReasonOf(context.Check()), Reason::kStatementTimeout);
}

TEST(ContextTest, EndsWhenCancelledWhateverTheDeadline) {
  const Context context{absl::Now() - absl::Seconds(1), std::make_shared<Cancellation>()};
  context.cancellation->Cancel();
  EXPECT_EQ(ReasonOf(context.Check()), Reason::kStatementCancelled);
}

}  // namespace
}  // namespace ormd
