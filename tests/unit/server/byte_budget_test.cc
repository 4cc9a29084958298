#include "server/runtime/byte_budget.h"

#include <gtest/gtest.h>

#include <utility>

namespace ormd {
namespace {

constexpr size_t kMany = 100 * ByteBudget::kFree;

TEST(ByteBudgetTest, GivesWhatIsLeft) {
  ByteBudget budget(2 * kMany);
  std::optional<ByteBudget::Share> first = budget.Take(kMany);
  const std::optional<ByteBudget::Share> second = budget.Take(kMany);
  EXPECT_TRUE(second.has_value());
  EXPECT_FALSE(budget.Take(kMany).has_value());
  first.reset();
  EXPECT_TRUE(budget.Take(kMany).has_value());
}

TEST(ByteBudgetTest, WhatWasRefusedTakesNothing) {
  ByteBudget budget(2 * kMany);
  const std::optional<ByteBudget::Share> first = budget.Take(kMany);
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(budget.Take(2 * kMany).has_value());
  EXPECT_TRUE(budget.Take(kMany).has_value());
}

TEST(ByteBudgetTest, FewBytesAreAlwaysToBeHad) {
  ByteBudget budget(kMany);
  const std::optional<ByteBudget::Share> all = budget.Take(kMany);
  EXPECT_TRUE(budget.Take(ByteBudget::kFree).has_value());
  EXPECT_FALSE(budget.Take(ByteBudget::kFree + 1).has_value());
}

TEST(ByteBudgetTest, TheFirstOneGetsAnyNumber) {
  ByteBudget budget(kMany);
  const std::optional<ByteBudget::Share> large = budget.Take(3 * kMany);
  EXPECT_TRUE(large.has_value());
  EXPECT_FALSE(budget.Take(kMany).has_value());
}

TEST(ByteBudgetTest, AShareThatMovesIsGivenBackOnce) {
  ByteBudget budget(2 * kMany);
  std::optional<ByteBudget::Share> first = budget.Take(kMany);
  ByteBudget::Share moved = *std::move(first);
  first.reset();
  const std::optional<ByteBudget::Share> second = budget.Take(kMany);
  EXPECT_FALSE(budget.Take(kMany).has_value());
  moved = {};
  EXPECT_TRUE(budget.Take(kMany).has_value());
}

}  // namespace
}  // namespace ormd
