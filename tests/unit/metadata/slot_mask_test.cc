#include "orm/metadata/slot_mask.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/hash/hash_testing.h"

namespace ormd {
namespace {

std::vector<size_t> ChosenOf(const SlotMask& mask, size_t slots) {
  std::vector<size_t> chosen;
  for (size_t slot = 0; slot < slots; ++slot) {
    if (mask[slot]) chosen.push_back(slot);
  }
  return chosen;
}

// Within a word, at its edges, and in masks that need memory of their own.
class SlotMaskTest : public testing::TestWithParam<size_t> {};

TEST_P(SlotMaskTest, ChoosesWhatIsSet) {
  const size_t slots = GetParam();
  SlotMask mask(slots);
  EXPECT_FALSE(mask.any());
  mask.Set(0);
  mask.Set(slots - 1);
  EXPECT_THAT(ChosenOf(mask, slots), testing::ElementsAre(0, slots - 1));
  EXPECT_EQ(mask, SlotMask(slots, {slots - 1, 0}));
  mask.Set(0, false);
  EXPECT_THAT(ChosenOf(mask, slots), testing::ElementsAre(slots - 1));
  EXPECT_TRUE(mask.any());
  mask.Clear();
  EXPECT_EQ(mask, SlotMask(slots));
}

TEST_P(SlotMaskTest, CoversWhatItHas) {
  const size_t last = GetParam() - 1;
  const SlotMask both(GetParam(), {0, last});
  const SlotMask one(GetParam(), {last});
  EXPECT_TRUE(both.Covers(one));
  EXPECT_TRUE(both.Covers(both));
  EXPECT_FALSE(one.Covers(both));
  EXPECT_TRUE(one.Covers(SlotMask(GetParam())));
}

TEST_P(SlotMaskTest, AddsWhatTwoHaveInCommon) {
  const size_t last = GetParam() - 1;
  SlotMask mask(GetParam(), {1});
  mask.AddCommon(SlotMask(GetParam(), {0, last}), SlotMask(GetParam(), {last}));
  EXPECT_EQ(mask, SlotMask(GetParam(), {1, last}));
}

INSTANTIATE_TEST_SUITE_P(Widths, SlotMaskTest, testing::Values(3, 64, 65, 128, 200));

TEST(SlotMaskHashTest, FollowsEquality) {
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly(
      {SlotMask(), SlotMask(3), SlotMask(3, {1}), SlotMask(70, {1}), SlotMask(70, {69})}));
}

}  // namespace
}  // namespace ormd
