// The judge of what clients are told: it lets go what a single row could have done, and nothing else.
#include "tests/conformance/load/row_history.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/load/testimony.h"

namespace ormd::conformance {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kWho[] = "somebody";

Span At(int begin, int end) {
  const auto at = [](int time) { return Instant() + std::chrono::seconds(time); };
  return {at(begin), at(end)};
}

class RowHistoryTest : public testing::Test {
 protected:
  std::string Fault() { return FaultOfRow({1, "a"}, told_.rows["row"]); }
  void Add(RowEvent event, Fate fate = Fate::kDone) { told_.Add("row", std::move(event), fate); }

  Testimony told_;
};

TEST_F(RowHistoryTest, WhatComesOneAfterTheOtherFits) {
  Add(Saw(At(1, 2), {1, "a"}, kWho));
  Add(Changed(At(3, 4), {1, "a"}, "b", kWho));
  Add(FoundAnotherVersion(At(5, 6), 1, kWho));
  Add(Removed(At(7, 8), {2, ""}, kWho));
  Add(FoundItMissing(At(9, 10), kWho));
  Add(SawNothingOf(At(9, 10), "b", kWho));
  Add(Created(At(11, 12), "c", kWho));
  Add(FoundItTaken(At(13, 14), kWho));
  Add(Saw(At(15, 16), {1, "c"}, kWho));
  EXPECT_THAT(Fault(), IsEmpty());
}

TEST_F(RowHistoryTest, BesideAWriteBothStatesMayBeSeen) {
  Add(Changed(At(1, 10), {1, "a"}, "b", kWho));
  Add(Saw(At(2, 3), {1, "a"}, kWho));
  Add(Saw(At(4, 9), {2, "b"}, kWho));
  Add(Saw(At(5, 8), {1, "a"}, kWho));
  EXPECT_THAT(Fault(), IsEmpty());
}

TEST_F(RowHistoryTest, ButNotOneAfterTheOtherBackwards) {
  Add(Changed(At(1, 10), {1, "a"}, "b", kWho));
  Add(Saw(At(2, 3), {2, "b"}, kWho));
  Add(Saw(At(4, 5), {1, "a"}, kWho));
  EXPECT_THAT(Fault(), HasSubstr("saw 1:a"));
}

TEST_F(RowHistoryTest, AReadThatBeginsBehindAWriteSeesIt) {
  Add(Changed(At(1, 2), {1, "a"}, "b", kWho));
  Add(Saw(At(3, 4), {1, "a"}, kWho));
  EXPECT_THAT(Fault(), HasSubstr("the row is 2:b"));
}

TEST_F(RowHistoryTest, TwoWritesOfOneVersionAreALostUpdate) {
  Add(Changed(At(1, 5), {1, "a"}, "b", kWho));
  Add(Changed(At(2, 6), {1, "a"}, "c", kWho));
  EXPECT_THAT(Fault(), HasSubstr("changed 1:a"));
}

TEST_F(RowHistoryTest, WhatNobodyWroteIsNotSeen) {
  Add(Changed(At(1, 2), {1, "a"}, "b", kWho), Fate::kNot);
  Add(Saw(At(3, 4), {2, "b"}, kWho));
  EXPECT_THAT(Fault(), HasSubstr("saw 2:b"));
}

TEST_F(RowHistoryTest, WhatIsNotKnownMayHappenLaterOrNever) {
  Add(Changed(At(1, 2), {1, "a"}, "b", kWho), Fate::kUnknown);
  Add(Saw(At(3, 4), {1, "a"}, kWho));
  EXPECT_THAT(Fault(), IsEmpty());
  Add(Saw(At(5, 6), {2, "b"}, kWho));
  EXPECT_THAT(Fault(), IsEmpty());
  Add(Saw(At(7, 8), {1, "a"}, kWho));
  EXPECT_THAT(Fault(), HasSubstr("saw 1:a"));
}

TEST_F(RowHistoryTest, OfTwoCreatesOneFindsItTaken) {
  Add(Removed(At(1, 2), {1, "a"}, kWho));
  Add(Created(At(3, 9), "b", kWho));
  Add(FoundItTaken(At(4, 8), kWho));
  EXPECT_THAT(Fault(), IsEmpty());
  Add(Created(At(5, 9), "c", kWho));
  EXPECT_THAT(Fault(), HasSubstr("created"));
}

TEST_F(RowHistoryTest, NobodyFindsTakenWhatIsNot) {
  Add(Removed(At(1, 2), {1, "a"}, kWho));
  Add(FoundItTaken(At(3, 4), kWho));
  Add(Created(At(5, 6), "b", kWho));
  EXPECT_THAT(Fault(), HasSubstr("found it taken"));
}

// Many that overlap, of which nobody was told the end, do not keep the judge.
TEST_F(RowHistoryTest, ManyOpenWritesAreJudgedSoon) {
  Add(Removed(At(1, 2), {1, "a"}, kWho));
  for (int i = 0; i < 12; ++i) {
    Add(Created(At(3, 4), "n" + std::to_string(i), kWho), Fate::kUnknown);
    Add(Removed(At(3, 4), {}, kWho), Fate::kUnknown);
  }
  Add(Saw(At(5, 6), {1, "n11"}, kWho));
  Add(FoundItMissing(At(7, 8), kWho));
  EXPECT_THAT(Fault(), IsEmpty());
  Add(Saw(At(9, 10), {1, "n11"}, kWho));
  EXPECT_THAT(Fault(), HasSubstr("saw 1:n11"));
}

}  // namespace
}  // namespace ormd::conformance
