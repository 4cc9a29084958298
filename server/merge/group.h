// One piece of work that is done for several callers: its bounds, and who is answered what.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "orm/base/context.h"

namespace ormd {

// When the work of a group ends before it is done:
//   kWithFirst  as soon as one caller is cancelled or out of time: for writes, which a caller who is gone must not make
//   kWithLast   when all are: for reads, which do the others no harm
enum class GroupEnd { kWithFirst, kWithLast };

// Watches the callers' contexts while it lives; they must outlive it. A group of one has that caller's own context.
class GroupContext {
 public:
  GroupContext(std::vector<const Context*> callers, GroupEnd end);
  ~GroupContext();
  GroupContext(const GroupContext&) = delete;
  GroupContext& operator=(const GroupContext&) = delete;

  const Context& context() const { return context_; }

 private:
  void Watch();
  void Leave();

  const std::vector<const Context*> callers_;
  Context context_;
  std::atomic<size_t> needed_;  // cancellations that are missing until the group's
};

// Whether work that failed so would have failed alike for each caller alone; it must not be tried again for each.
bool ConcernsAll(const absl::Status& status);

// Items have a `context` and an `answer` (answer.h).
template <typename Item>
void AnswerAll(std::vector<Item>& items, const absl::Status& status) {
  for (Item& item : items) item.answer(status);
}

// Answers those who are cancelled or out of time, and takes them out.
template <typename Item>
void AnswerEnded(std::vector<Item>& items) {
  const auto ended = [](Item& item) {
    absl::Status status = item.context.Check();
    if (status.ok()) return false;
    item.answer(std::move(status));
    return true;
  };
  items.erase(std::remove_if(items.begin(), items.end(), ended), items.end());
}

}  // namespace ormd
