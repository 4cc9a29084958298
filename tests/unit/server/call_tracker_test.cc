#include "server/runtime/call_tracker.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <thread>

#include "orm/base/error.h"

namespace ormd {
namespace {

std::shared_ptr<Cancellation> NewCancellation() { return std::make_shared<Cancellation>(); }

TEST(CallTrackerTest, CountsTicketsUntilTheyGo) {
  CallTracker tracker;
  std::optional<CallTracker::Ticket> first = *tracker.Enter(NewCancellation());
  CallTracker::Ticket second = *tracker.Enter(NewCancellation());
  EXPECT_EQ(tracker.active(), 2u);
  first.reset();
  EXPECT_EQ(tracker.active(), 1u);
  CallTracker::Ticket moved = std::move(second);
  EXPECT_EQ(tracker.active(), 1u);
  moved.Release();
  moved.Release();
  EXPECT_EQ(tracker.active(), 0u);
}

TEST(CallTrackerTest, RefusesNewCallsWhileDraining) {
  CallTracker tracker;
  CallTracker::Ticket running = *tracker.Enter(NewCancellation());
  tracker.BeginDrain();
  EXPECT_EQ(ReasonOf(tracker.Enter(NewCancellation()).status()), Reason::kServerDraining);
  EXPECT_EQ(tracker.active(), 1u);
}

TEST(CallTrackerTest, TellsRunningCallsOfTheDrainEachTime) {
  CallTracker tracker;
  int told = 0;
  int gone = 0;
  CallTracker::Ticket running = *tracker.Enter(NewCancellation(), [&told] { ++told; });
  tracker.Enter(NewCancellation(), [&gone] { ++gone; })->Release();
  tracker.BeginDrain();
  tracker.BeginDrain();
  EXPECT_EQ(told, 2);
  EXPECT_EQ(gone, 0);
}

TEST(CallTrackerTest, AListenerMayEndItsOwnCall) {
  CallTracker tracker;
  std::optional<CallTracker::Ticket> ticket;
  ticket = *tracker.Enter(NewCancellation(), [&ticket] { ticket.reset(); });
  tracker.BeginDrain();
  EXPECT_TRUE(tracker.WaitIdle(absl::ZeroDuration()));
}

TEST(CallTrackerTest, WaitsForTheLastCall) {
  CallTracker tracker;
  std::optional<CallTracker::Ticket> running = *tracker.Enter(NewCancellation());
  EXPECT_FALSE(tracker.WaitIdle(absl::ZeroDuration()));
  std::thread other([&running] { running.reset(); });
  EXPECT_TRUE(tracker.WaitIdle(absl::InfiniteDuration()));
  other.join();
}

TEST(CallTrackerTest, CancelsWhatStillRuns) {
  CallTracker tracker;
  auto gone = NewCancellation();
  auto running = NewCancellation();
  tracker.Enter(gone)->Release();
  CallTracker::Ticket ticket = *tracker.Enter(running);
  tracker.CancelAll();
  EXPECT_TRUE(running->cancelled());
  EXPECT_FALSE(gone->cancelled());
}

}  // namespace
}  // namespace ormd
