#include "server/runtime/turnstile.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"

namespace ormd {
namespace {

class TurnstileTest : public testing::Test {
 protected:
  // Who is let in by the end of another leaves at once.
  ~TurnstileTest() override { over_ = true; }

  // Its answer goes to the log under this name, its pass is kept.
  void Enter(Turnstile& turnstile, const std::string& name, const Context& context = {}) {
    turnstile.Enter(context, [this, name](absl::StatusOr<Turnstile::Pass> pass) {
      log_.push_back(pass.ok() ? name : name + ": " + std::string(pass.status().message()));
      if (pass.ok() && !over_) inside_.push_back(*std::move(pass));
    });
  }

  static Context Cancelled() {
    Context context{absl::InfiniteFuture(), std::make_shared<Cancellation>()};
    context.cancellation->Cancel();
    return context;
  }

  bool over_ = false;
  std::vector<std::string> log_;
  Turnstile turnstile_{2, absl::Hours(1), absl::UnavailableError("late")};
  std::deque<Turnstile::Pass> inside_;  // grows while one of them leaves
};

using Log = std::vector<std::string>;

TEST_F(TurnstileTest, LetsInAsManyAsThereArePlaces) {
  for (const char* name : {"a", "b", "c"}) Enter(turnstile_, name);
  EXPECT_EQ(log_, (Log{"a", "b"}));
}

TEST_F(TurnstileTest, WhoLeavesLetsInTheFirstInLine) {
  for (const char* name : {"a", "b", "c", "d"}) Enter(turnstile_, name);
  Turnstile::Pass first = std::move(inside_.front());
  first.reset();
  EXPECT_EQ(log_, (Log{"a", "b", "c"}));
  first.reset();  // of nothing
  EXPECT_EQ(log_, (Log{"a", "b", "c"}));
}

TEST_F(TurnstileTest, APlaceThatNobodyWaitsForIsFree) {
  Enter(turnstile_, "a");
  Enter(turnstile_, "b");
  inside_.clear();
  for (const char* name : {"c", "d", "e"}) Enter(turnstile_, name);
  EXPECT_EQ(log_, (Log{"a", "b", "c", "d"}));
}

TEST_F(TurnstileTest, APassThatMovesIsGivenBackOnce) {
  for (const char* name : {"a", "b", "c", "d"}) Enter(turnstile_, name);
  Turnstile::Pass moved = std::move(inside_.front());
  inside_.front() = std::move(moved);
  EXPECT_EQ(log_, (Log{"a", "b"}));
  inside_.front() = {};
  EXPECT_EQ(log_, (Log{"a", "b", "c"}));
}

TEST_F(TurnstileTest, WhoWaitedTooLongIsToldSo) {
  Turnstile hurried(1, absl::ZeroDuration(), absl::UnavailableError("late"));
  Enter(hurried, "a");
  Enter(hurried, "b");
  hurried.Sweep();
  EXPECT_EQ(log_, (Log{"a", "b: late"}));
  inside_.clear();  // lets nobody in: the line is empty
  EXPECT_EQ(log_, (Log{"a", "b: late"}));
}

TEST_F(TurnstileTest, OnlyThoseInLineWhoseCallHasEndedAreSentAway) {
  Enter(turnstile_, "a");
  Enter(turnstile_, "b");
  Enter(turnstile_, "c", Cancelled());
  Enter(turnstile_, "d");
  Enter(turnstile_, "e", {absl::Now() - absl::Seconds(1), nullptr});
  turnstile_.Sweep();
  ASSERT_EQ(log_.size(), 4u);
  EXPECT_EQ(log_[2].substr(0, 2), "c:");
  EXPECT_EQ(log_[3].substr(0, 2), "e:");
  inside_.front() = {};
  EXPECT_EQ(log_.back(), "d");
}

}  // namespace
}  // namespace ormd
