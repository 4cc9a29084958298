#include "server/merge/merge_queue.h"

#include <string>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/merge/group.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

// Batches as they were run; the first one waits until it is let go.
class Recorder {
 public:
  void Run(std::vector<int> batch) {
    bool first = false;
    {
      absl::MutexLock lock(&mutex_);
      first = batches_.empty();
      batches_.push_back(std::move(batch));
    }
    if (!first) return;
    started_.Notify();
    go_.WaitForNotification();
  }
  void AwaitFirst() { started_.WaitForNotification(); }
  void LetGo() { go_.Notify(); }
  std::vector<std::vector<int>> batches() {
    absl::MutexLock lock(&mutex_);
    return batches_;
  }

 private:
  absl::Mutex mutex_;
  std::vector<std::vector<int>> batches_;
  absl::Notification started_, go_;
};

class MergeQueueTest : public testing::Test {
 protected:
  static constexpr int kKinds[] = {0, 1};

  Recorder recorder_;
  Executor executor_{4, 1};
};

TEST_F(MergeQueueTest, WhatWaitsIsOneBatch) {
  {
    MergeQueue<int> queue(executor_, {1, 64}, [this](std::vector<int> batch) { recorder_.Run(std::move(batch)); });
    queue.Push(&kKinds[0], 1);
    recorder_.AwaitFirst();
    for (int i = 2; i < 6; ++i) queue.Push(&kKinds[0], i);
    recorder_.LetGo();
  }
  EXPECT_THAT(recorder_.batches(), ElementsAre(ElementsAre(1), ElementsAre(2, 3, 4, 5)));
}

TEST_F(MergeQueueTest, KindsAreNotMixedAndTakeTurns) {
  {
    MergeQueue<int> queue(executor_, {1, 2}, [this](std::vector<int> batch) { recorder_.Run(std::move(batch)); });
    queue.Push(&kKinds[0], 1);
    recorder_.AwaitFirst();
    for (int i = 2; i < 5; ++i) queue.Push(&kKinds[0], i);
    queue.Push(&kKinds[1], 100);
    recorder_.LetGo();
  }
  EXPECT_THAT(recorder_.batches(), ElementsAre(ElementsAre(1), ElementsAre(2, 3), ElementsAre(100), ElementsAre(4)));
}

TEST_F(MergeQueueTest, AFreeLaneTakesAnItemAtOnce) {
  {
    MergeQueue<int> queue(executor_, {2, 64}, [this](std::vector<int> batch) { recorder_.Run(std::move(batch)); });
    queue.Push(&kKinds[0], 1);
    recorder_.AwaitFirst();
    queue.Push(&kKinds[0], 2);
    while (recorder_.batches().size() < 2) absl::SleepFor(absl::Milliseconds(1));
    recorder_.LetGo();
  }
  EXPECT_THAT(recorder_.batches(), ElementsAre(ElementsAre(1), ElementsAre(2)));
}

class GroupContextTest : public testing::Test {
 protected:
  GroupContextTest() {
    for (int i = 0; i < 3; ++i) {
      contexts_.push_back({absl::FromUnixSeconds(100 + i), std::make_shared<Cancellation>()});
    }
  }
  std::vector<const Context*> all() const { return {&contexts_[0], &contexts_[1], &contexts_[2]}; }
  void Cancel(size_t i) { contexts_[i].cancellation->Cancel(); }

  std::vector<Context> contexts_;
};

TEST_F(GroupContextTest, OfWritesEndsWithTheFirst) {
  const GroupContext group(all(), GroupEnd::kWithFirst);
  EXPECT_EQ(group.context().deadline, absl::FromUnixSeconds(100));
  EXPECT_FALSE(group.context().cancelled());
  Cancel(1);
  EXPECT_TRUE(group.context().cancelled());
  Cancel(2);
}

TEST_F(GroupContextTest, OfReadsEndsWithTheLast) {
  Cancel(2);  // before the group was made
  const GroupContext group(all(), GroupEnd::kWithLast);
  EXPECT_EQ(group.context().deadline, absl::FromUnixSeconds(102));
  Cancel(0);
  EXPECT_FALSE(group.context().cancelled());
  Cancel(1);
  EXPECT_TRUE(group.context().cancelled());
}

TEST_F(GroupContextTest, OfOneIsThatOnes) {
  const GroupContext group({&contexts_[0]}, GroupEnd::kWithLast);
  EXPECT_EQ(group.context().cancellation, contexts_[0].cancellation);
}

}  // namespace
}  // namespace ormd
