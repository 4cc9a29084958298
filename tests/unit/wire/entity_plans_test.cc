#include "server/wire/entity_plans.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/wire/wire_schema.h"

namespace ormd::wire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Loaded(const EntityPlan& plan) {
  orm::v1::EntitySet set;
  plan.Describe(&set);
  return {set.loaded().begin(), set.loaded().end()};
}

TEST(EntityPlansTest, AShapeHasOnePlan) {
  const EntityMetadata& customer = TestEntity("Customer");
  EntityPlans plans;
  const EntityPlan& whole = plans.Of(customer, MaskOf(customer, {"id", "name"}));
  const EntityPlan& key = plans.Of(customer, MaskOf(customer, {"id"}));
  EXPECT_THAT(Loaded(whole), ElementsAre("id", "name"));
  EXPECT_THAT(Loaded(key), ElementsAre("id"));
  EXPECT_EQ(&plans.Of(customer, MaskOf(customer, {"id", "name"})), &whole);
  EXPECT_EQ(&plans.Of(customer, MaskOf(customer, {"id"})), &key);
}

TEST(EntityPlansTest, TrimForgetsOnlyWhereThereAreMany) {
  const EntityMetadata& everything = TestEntity("Everything");
  EntityPlans plans;
  const auto ask = [&](unsigned shape) {
    SlotMask mask(everything.size());
    for (unsigned slot = 0; slot < 9; ++slot) mask.Set(slot, (shape >> slot & 1) != 0);
    return &plans.Of(everything, mask);
  };
  const EntityPlan* first = ask(1);
  plans.Trim();
  EXPECT_EQ(ask(1), first);
  for (unsigned shape = 0; shape < 300; ++shape) ask(shape);
  const std::vector<std::string> last = Loaded(*ask(299));
  EXPECT_THAT(last, Not(IsEmpty()));
  plans.Trim();
  EXPECT_EQ(Loaded(*ask(299)), last);
}

}  // namespace
}  // namespace ormd::wire
