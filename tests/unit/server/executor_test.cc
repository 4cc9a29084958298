#include "server/runtime/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "absl/synchronization/notification.h"

namespace ormd {
namespace {

TEST(ExecutorTest, RunsWhatIsQueuedBeforeItEnds) {
  std::atomic<int> ran = 0;
  {
    Executor executor(2, 1);
    for (int i = 0; i < 100; ++i) executor.Submit([&ran] { ++ran; });
    for (int i = 0; i < 100; ++i) executor.Submit(Executor::Lane::kUrgent, [&ran] { ++ran; });
  }
  EXPECT_EQ(ran, 200);
}

TEST(ExecutorTest, OneWorkerKeepsTheOrder) {
  std::vector<int> order;
  {
    Executor executor(1, 0);
    for (int i = 0; i < 50; ++i) executor.Submit([&order, i] { order.push_back(i); });
  }
  ASSERT_EQ(order.size(), 50u);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(order[i], i);
}

TEST(ExecutorTest, UrgentWorkRunsWhileAllWorkersWait) {
  absl::Notification release;
  Executor executor(2, 1);
  for (int i = 0; i < 5; ++i) executor.Submit([&release] { release.WaitForNotification(); });
  executor.Submit(Executor::Lane::kUrgent, [&release] { release.Notify(); });
  release.WaitForNotification();
}

TEST(ExecutorTest, LargeRequestsAreParsedOneAtATimeBesideAllElse) {
  absl::Notification release;
  std::atomic<int> parsed = 0;
  Executor executor(2, 1);
  for (int i = 0; i < 3; ++i) {
    executor.Submit(Executor::Lane::kParse, [&] {
      release.WaitForNotification();
      ++parsed;
    });
  }
  executor.Submit([&] {
    EXPECT_EQ(parsed, 0);
    executor.Submit(Executor::Lane::kUrgent, [&] { release.Notify(); });
  });
  release.WaitForNotification();
}

TEST(ExecutorTest, WorkOnTheSchemaLeavesTheOtherThreadsAlone) {
  absl::Notification release;
  std::atomic<int> ran = 0;
  Executor executor(1, 1);
  for (int i = 0; i < 5; ++i) {
    executor.Submit(Executor::Lane::kSchema, [&] {
      release.WaitForNotification();
      ++ran;
    });
  }
  absl::Notification done;
  executor.Submit([&] {
    EXPECT_EQ(ran, 0);
    done.Notify();
  });
  done.WaitForNotification();
  release.Notify();
}

TEST(ExecutorTest, CancelRunsWhileEverythingElseIsStuck) {
  auto cancellation = std::make_shared<Cancellation>();
  absl::Notification cancelled;
  ASSERT_TRUE(cancellation->SetCallback([&cancelled] { cancelled.Notify(); }));
  Executor executor(1, 1);
  for (int i = 0; i < 4; ++i) {
    executor.Submit(i % 2 == 0 ? Executor::Lane::kNormal : Executor::Lane::kUrgent,
                    [&cancelled] { cancelled.WaitForNotification(); });
  }
  executor.Cancel(cancellation);
  cancelled.WaitForNotification();
  EXPECT_TRUE(cancellation->cancelled());
}

}  // namespace
}  // namespace ormd
