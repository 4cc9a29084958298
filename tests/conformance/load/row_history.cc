#include "tests/conformance/load/row_history.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace ormd::conformance {
namespace {

// More than any history of a sound daemon takes by far.
constexpr size_t kMostBranches = 100'000;
constexpr size_t kToldEvents = 12;

// Wing and Gong's search. What changes nothing is taken as soon as it fits, which never spoils the rest, so that only
// changes that overlap make it branch.
class Search {
 public:
  explicit Search(std::vector<RowEvent> events) : events_(std::move(events)), done_(events_.size()) {
    std::sort(events_.begin(), events_.end(),
              [](const RowEvent& a, const RowEvent& b) { return a.span.begin < b.span.begin; });
    left_ = static_cast<size_t>(
        std::count_if(events_.begin(), events_.end(), [](const RowEvent& event) { return event.certain; }));
  }

  bool From(const RowState& state) {
    const size_t mark = order_.size();
    while (TakeWhatFits(state)) {
    }
    if (left_ == 0) return true;
    Remember(state);
    if (tried_.size() < kMostBranches && tried_.insert({done_, state}).second) {
      for (const size_t next : Candidates()) {
        if (events_[next].makes == nullptr || !events_[next].fits(state)) continue;
        Take(next);
        if (From(events_[next].makes(state))) return true;
        PutBack();
      }
    }
    while (order_.size() > mark) PutBack();
    return false;
  }

  std::string Report() const {
    std::string text = tried_.size() < kMostBranches ? "" : "(the search was given up)\n";
    const size_t from = stuck_order_.size() - std::min(stuck_order_.size(), kToldEvents);
    for (size_t i = from; i < stuck_order_.size(); ++i) absl::StrAppend(&text, "    ", Line(stuck_order_[i]), "\n");
    absl::StrAppend(&text, "  then the row is ", Describe(stuck_), ", and what has to be next does not fit:\n");
    for (const size_t next : stuck_candidates_) absl::StrAppend(&text, "    ", Line(next), "\n");
    return text;
  }

 private:
  bool TakeWhatFits(const RowState& state) {
    bool taken = false;
    for (const size_t next : Candidates()) {
      if (events_[next].makes != nullptr || !events_[next].fits(state)) continue;
      Take(next);
      taken = true;
    }
    return taken;
  }

  // What can be next: whatever did not begin behind the end of something that has to happen still. Those that are
  // certain come first.
  std::vector<size_t> Candidates() const {
    std::vector<size_t> candidates;
    Instant limit = Instant::max();
    for (size_t i = 0; i < events_.size() && events_[i].span.begin <= limit; ++i) {
      if (done_[i]) continue;
      candidates.push_back(i);
      if (events_[i].certain) limit = std::min(limit, events_[i].span.end);
    }
    std::stable_partition(candidates.begin(), candidates.end(), [this](size_t i) { return events_[i].certain; });
    return candidates;
  }

  void Take(size_t event) {
    done_[event] = true;
    order_.push_back(event);
    left_ -= events_[event].certain ? 1 : 0;
  }

  void PutBack() {
    done_[order_.back()] = false;
    left_ += events_[order_.back()].certain ? 1 : 0;
    order_.pop_back();
  }

  // The longest way into a dead end tells most.
  void Remember(const RowState& state) {
    if (order_.size() < stuck_order_.size()) return;
    stuck_order_ = order_;
    stuck_ = state;
    stuck_candidates_ = Candidates();
  }

  std::string Line(size_t event) const {
    const auto micros = [this](Instant time) {
      if (time == Instant::max()) return std::string("?");
      return absl::StrCat(
          std::chrono::duration_cast<std::chrono::microseconds>(time - events_.front().span.begin).count());
    };
    const RowEvent& line = events_[event];
    return absl::StrCat("[", micros(line.span.begin), " to ", micros(line.span.end), "] ", line.what,
                        line.certain ? "" : ", perhaps");
  }

  std::vector<RowEvent> events_;  // by their begins
  std::vector<bool> done_;
  std::vector<size_t> order_;
  size_t left_ = 0;                                         // that are certain and not done
  std::set<std::pair<std::vector<bool>, RowState>> tried_;  // dead ends, and the way here
  std::vector<size_t> stuck_order_, stuck_candidates_;
  RowState stuck_;
};

}  // namespace

std::string FaultOfRow(RowState first, std::vector<RowEvent> events) {
  Search search(std::move(events));
  return search.From(first) ? "" : search.Report();
}

std::string Describe(const RowState& state) {
  return state.there() ? absl::StrCat(state.version, ":", state.stamp) : "nothing";
}

}  // namespace ormd::conformance
