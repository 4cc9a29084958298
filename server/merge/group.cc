#include "server/merge/group.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"

namespace ormd {
namespace {

absl::Time DeadlineOf(const std::vector<const Context*>& callers, GroupEnd end) {
  const auto earlier = [](const Context* a, const Context* b) { return a->deadline < b->deadline; };
  const auto [first, last] = std::minmax_element(callers.begin(), callers.end(), earlier);
  return (end == GroupEnd::kWithFirst ? *first : *last)->deadline;
}

}  // namespace

GroupContext::GroupContext(std::vector<const Context*> callers, GroupEnd end)
    : callers_(std::move(callers)), needed_(end == GroupEnd::kWithFirst ? 1 : callers_.size()) {
  if (callers_.size() == 1) {
    context_ = *callers_.front();
    return;
  }
  context_ = {DeadlineOf(callers_, end), std::make_shared<Cancellation>()};
  Watch();
}

GroupContext::~GroupContext() {
  if (callers_.size() == 1) return;
  for (const Context* caller : callers_) {
    if (caller->cancellation != nullptr) caller->cancellation->ClearCallback();
  }
}

void GroupContext::Watch() {
  for (const Context* caller : callers_) {
    if (caller->cancellation == nullptr) continue;
    if (!caller->cancellation->SetCallback([this] { Leave(); })) Leave();
  }
}

void GroupContext::Leave() {
  // With kWithFirst later ones pass zero: the count wraps round and never comes to one again.
  if (needed_.fetch_sub(1) == 1) context_.cancellation->Cancel();
}

bool ConcernsAll(const absl::Status& status) {
  switch (ReasonOf(status)) {
    case Reason::kDatabaseUnavailable:
    case Reason::kPoolExhausted:
    case Reason::kCommitUnknown:
      return true;
    default:
      return false;
  }
}

}  // namespace ormd
