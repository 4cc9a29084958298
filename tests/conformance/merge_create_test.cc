// One-shot creates that wait are written together; each gets the answer that it would have got alone.
#include <set>

#include "tests/conformance/merge_fixture.h"

namespace ormd::conformance {
namespace {

constexpr auto kShort = std::chrono::milliseconds(400);

using MergedCreateTest = MergeTest;

TEST_P(MergedCreateTest, CreatesThatWaitAreOneInsert) {
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  calls.Start(CreateAuthor("first@example.org"));
  Arrive();
  for (int i = 0; i < 30; ++i) calls.Start(CreateAuthor("c" + std::to_string(i) + "@example.org"));
  Arrive();
  held.LetGo();
  calls.Wait();
  std::set<std::string> keys;
  for (size_t i = 0; i < calls.size(); ++i) {
    ORMD_ASSERT_OK(calls[i]);
    keys.insert(calls[i].reply.result().key().SerializeAsString());
    const auto found = one().FindOne({{"entity", "Author"}, {"key", calls[i].reply.result().key().values(0).int64()}});
    EXPECT_EQ(found->at("email"), i == 0 ? "first@example.org" : "c" + std::to_string(i - 1) + "@example.org");
  }
  EXPECT_THAT(keys, SizeIs(calls.size()));
  EXPECT_THAT(OnlyVerb(Queries(), "INSERT"), SizeIs(2));
}

TEST_P(MergedCreateTest, OneBadRowAmongGoodOnesFailsAlone) {
  Authors(1);
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  calls.Start(CreateAuthor("first@example.org"));
  Arrive();
  for (int i = 0; i < 63; ++i) {
    calls.Start(CreateAuthor(i == 31 ? "a0@example.org" : "c" + std::to_string(i) + "@example.org"));
  }
  Arrive();
  held.LetGo();
  calls.Wait();
  for (size_t i = 0; i < calls.size(); ++i) {
    if (i == 32) {
      EXPECT_THAT(calls[i].status, Fails(StatusCode::ALREADY_EXISTS, "UNIQUE_VIOLATION", {"email"}));
    } else {
      ORMD_EXPECT_OK(calls[i]);
    }
  }
  EXPECT_EQ(*one().Count("Author"), 64);
}

TEST_P(MergedCreateTest, WhoIsOutOfTimeWritesNothing) {
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  calls.Start(CreateAuthor("first@example.org"));
  Arrive();
  calls.Start(CreateAuthor("late@example.org"), kShort);
  for (int i = 0; i < 5; ++i) calls.Start(CreateAuthor("c" + std::to_string(i) + "@example.org"));
  calls.Wait(1);
  Arrive();
  held.LetGo();
  calls.Wait();
  EXPECT_EQ(calls[1].status.error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(*one().Count("Author", {{"email", "late@example.org"}}), 0);
  EXPECT_EQ(*one().Count("Author"), 6);
}

TEST_P(MergedCreateTest, ALoneCreateEndsInTimeAndHoldsNobodyUp) {
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  calls.Start(CreateAuthor("late@example.org"), kShort);
  Arrive();
  EXPECT_EQ(*one().Count("Tag"), 0);
  calls.Wait();
  EXPECT_EQ(calls[0].status.error_code(), StatusCode::DEADLINE_EXCEEDED);
  Arrive();
  held.LetGo();
  Arrive();
  EXPECT_EQ(*one().Count("Author"), 0);
}

TEST_P(MergedCreateTest, ALoneCreateThatIsCancelledIsNotWritten) {
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  calls.Start(CreateAuthor("gone@example.org"));
  Arrive();
  calls[0].context.TryCancel();
  calls.Wait();
  EXPECT_EQ(calls[0].status.error_code(), StatusCode::CANCELLED);
  Arrive();
  held.LetGo();
  Arrive();
  EXPECT_EQ(*one().Count("Author"), 0);
}

// The group that runs is ended by the first who is gone, and done again without it.
TEST_P(MergedCreateTest, ACancelledCreateOfARunningGroupIsNotWritten) {
  if (sqlite()) return;  // the one writer lets the group begin only when the lock is free
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  calls.Start(CreateAuthor("first@example.org"), 2 * kShort);
  Arrive();
  for (int i = 0; i < 5; ++i) calls.Start(CreateAuthor("c" + std::to_string(i) + "@example.org"));
  Arrive();
  calls.Wait(0);
  Arrive();  // the first is out of time, the group runs and waits for the table
  calls[3].context.TryCancel();
  calls.Wait(3);
  Arrive();
  held.LetGo();
  calls.Wait();
  EXPECT_EQ(calls[0].status.error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(calls[3].status.error_code(), StatusCode::CANCELLED);
  EXPECT_EQ(*one().Count("Author"), 4);
  EXPECT_EQ(*one().Count("Author", {{"email", "c2@example.org"}}), 0);
}

TEST_P(MergedCreateTest, NothingIsMergedWhereThatIsTurnedOff) {
  Restart({"--merge-lanes", "0"});
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  for (int i = 0; i < 6; ++i) calls.Start(CreateAuthor("c" + std::to_string(i) + "@example.org"));
  Arrive();
  held.LetGo();
  calls.Wait();
  for (size_t i = 0; i < calls.size(); ++i) ORMD_EXPECT_OK(calls[i]);
  EXPECT_THAT(OnlyVerb(Queries(), "INSERT"), SizeIs(6));
}

ORMD_ON_EVERY_DATABASE(MergedCreateTest);

}  // namespace
}  // namespace ormd::conformance
