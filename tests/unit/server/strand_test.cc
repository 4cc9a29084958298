#include "server/session/strand.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/synchronization/blocking_counter.h"

namespace ormd {
namespace {

Executor::Lane Normal() { return Executor::Lane::kNormal; }

TEST(StrandTest, KeepsTheOrderOfPosting) {
  std::vector<int> order;
  {
    Executor executor(4, 2);
    Strand strand(executor, Normal);
    for (int i = 0; i < 500; ++i) strand.Post([&order, i] { order.push_back(i); });
    absl::BlockingCounter done(1);
    strand.Post([&done] { done.DecrementCount(); });
    done.Wait();
  }
  ASSERT_EQ(order.size(), 500u);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(order[i], i);
}

TEST(StrandTest, NeverRunsTwoTasksAtOnce) {
  std::atomic<int> inside = 0;
  std::atomic<bool> overlapped = false;
  int unguarded = 0;
  {
    Executor executor(4, 0);
    Strand strand(executor, Normal);
    std::vector<std::thread> posters;
    for (int i = 0; i < 4; ++i) {
      posters.emplace_back([&] {
        for (int j = 0; j < 100; ++j) {
          strand.Post([&] {
            if (inside.fetch_add(1) != 0) overlapped = true;
            ++unguarded;
            inside.fetch_sub(1);
          });
        }
      });
    }
    for (std::thread& poster : posters) poster.join();
    absl::BlockingCounter done(1);
    strand.Post([&done] { done.DecrementCount(); });
    done.Wait();
  }
  EXPECT_FALSE(overlapped);
  EXPECT_EQ(unguarded, 400);
}

TEST(StrandTest, TasksOutliveTheirStrand) {
  absl::BlockingCounter done(10);
  Executor executor(1, 0);
  {
    Strand strand(executor, Normal);
    for (int i = 0; i < 10; ++i) strand.Post([&done] { done.DecrementCount(); });
  }
  done.Wait();
}

TEST(StrandTest, ATaskMayPost) {
  absl::BlockingCounter done(1);
  Executor executor(1, 0);
  Strand strand(executor, Normal);
  strand.Post([&] { strand.Post([&done] { done.DecrementCount(); }); });
  done.Wait();
}

TEST(StrandTest, AsksForTheLaneBeforeEveryTask) {
  absl::BlockingCounter stuck(1);
  absl::BlockingCounter done(1);
  std::atomic<bool> urgent = false;
  Executor executor(1, 1);
  Strand strand(executor, [&urgent] { return urgent ? Executor::Lane::kUrgent : Executor::Lane::kNormal; });
  absl::BlockingCounter begun(1);
  strand.Post([&] {
    urgent = true;
    begun.DecrementCount();
  });
  begun.Wait();
  executor.Submit([&stuck] { stuck.Wait(); });
  strand.Post([&done] { done.DecrementCount(); });
  done.Wait();
  stuck.DecrementCount();
}

TEST(StrandTest, AQuickTaskStaysWhereTheOneBeforeItRan) {
  absl::BlockingCounter stuck(1);
  absl::BlockingCounter begun(1);
  absl::BlockingCounter done(1);
  std::atomic<bool> urgent = true;
  Executor executor(1, 1);
  executor.Submit([&stuck, &begun] {
    begun.DecrementCount();
    stuck.Wait();
  });
  begun.Wait();
  Strand strand(executor, [&urgent] { return urgent ? Executor::Lane::kUrgent : Executor::Lane::kNormal; });
  strand.Post([&] {
    urgent = false;
    strand.Post([&done] { done.DecrementCount(); }, true);
  });
  done.Wait();  // although the only normal thread is stuck
  stuck.DecrementCount();
}

}  // namespace
}  // namespace ormd
