#include "server/runtime/turnstile.h"

#include <vector>

#include "absl/time/clock.h"

namespace ormd {

void Turnstile::Enter(Context context, LetIn let_in) {
  if (TakePlace(context, let_in)) let_in(Pass(this));
}

bool Turnstile::TakePlace(Context& context, LetIn& let_in) {
  absl::MutexLock lock(&mutex_);
  if (inside_ < places_) {
    ++inside_;
    return true;
  }
  line_.push_back({std::move(context), absl::Now() + patience_, std::move(let_in)});
  return false;
}

void Turnstile::Leave() {
  LetIn next;
  {
    absl::MutexLock lock(&mutex_);
    if (line_.empty()) {
      --inside_;
      return;
    }
    next = std::move(line_.front().let_in);
    line_.pop_front();
  }
  next(Pass(this));
}

void Turnstile::Sweep() {
  std::vector<std::pair<LetIn, absl::Status>> sent_away;
  {
    absl::MutexLock lock(&mutex_);
    if (line_.empty()) return;
    const absl::Time now = absl::Now();
    std::deque<Waiter> staying;
    for (Waiter& waiter : line_) {
      absl::Status fault = Fault(waiter, now);
      if (fault.ok()) {
        staying.push_back(std::move(waiter));
      } else {
        sent_away.emplace_back(std::move(waiter.let_in), std::move(fault));
      }
    }
    line_.swap(staying);
  }
  for (auto& [let_in, fault] : sent_away) let_in(std::move(fault));
}

absl::Status Turnstile::Fault(const Waiter& waiter, absl::Time now) const {
  absl::Status ended = waiter.context.Check();
  return ended.ok() && now >= waiter.until ? late_ : ended;
}

}  // namespace ormd
