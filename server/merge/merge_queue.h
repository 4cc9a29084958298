// Work of one kind that waits is done together.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/runtime/executor.h"

namespace ormd {

struct MergeOptions {
  size_t lanes = 2;       // batches that are done at a time; 0: nothing is merged, every call goes its own way
  size_t max_batch = 64;  // items of one batch
};

// Never delays: an item that finds a lane free is done at once, alone; items that come while all lanes are busy wait,
// and the next free lane takes all of one kind, first come, first served among the kinds. Thread safe; outlived by its
// executor.
template <typename Item>
class MergeQueue {
 public:
  // Items of the same kind may stand in one batch; whom the address stands for is the caller's business, and it must
  // stay valid until the last item is done.
  using Kind = const void*;
  // Called on the executor, at most `lanes` times at once; never with an empty batch.
  using Run = std::function<void(std::vector<Item> batch)>;

  MergeQueue(Executor& executor, MergeOptions options, Run run)
      : executor_(executor), options_(options), run_(std::move(run)) {}
  // Waits until what was taken is done.
  ~MergeQueue() {
    auto idle = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return busy_ == 0; };
    absl::MutexLock lock(&mutex_, absl::Condition(&idle));
  }
  MergeQueue(const MergeQueue&) = delete;
  MergeQueue& operator=(const MergeQueue&) = delete;

  void Push(Kind kind, Item item) {
    {
      absl::MutexLock lock(&mutex_);
      std::deque<Item>& items = waiting_[kind];
      if (items.empty()) turns_.push_back(kind);
      items.push_back(std::move(item));
      if (busy_ == options_.lanes) return;
      ++busy_;
    }
    executor_.Submit([this] { Drain(); });
  }

 private:
  // One lane, until nothing waits.
  void Drain() {
    for (std::vector<Item> batch = Take(); !batch.empty(); batch = Take()) run_(std::move(batch));
  }

  // Empty where the lane ends.
  std::vector<Item> Take() {
    std::vector<Item> batch;
    absl::MutexLock lock(&mutex_);
    if (turns_.empty()) {
      --busy_;
      return batch;
    }
    const Kind kind = turns_.front();
    turns_.pop_front();
    const auto found = waiting_.find(kind);
    std::deque<Item>& items = found->second;
    const size_t count = std::min(items.size(), options_.max_batch);
    batch.reserve(count);
    std::move(items.begin(), items.begin() + count, std::back_inserter(batch));
    items.erase(items.begin(), items.begin() + count);
    if (items.empty()) {
      waiting_.erase(found);
    } else {
      turns_.push_back(kind);
    }
    return batch;
  }

  Executor& executor_;
  const MergeOptions options_;
  const Run run_;

  absl::Mutex mutex_;
  size_t busy_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<Kind, std::deque<Item>> waiting_ ABSL_GUARDED_BY(mutex_);  // no deque is empty
  std::deque<Kind> turns_ ABSL_GUARDED_BY(mutex_);                               // kinds that wait, in turn
};

}  // namespace ormd
