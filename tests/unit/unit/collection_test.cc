#include "orm/unit/collection.h"

#include <gmock/gmock.h>

#include "orm/unit/entity.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CollectionTest : public ::testing::Test {
 protected:
  EntityMetadata metadata_;
  Entity a_{metadata_, Entity::State::kManaged};
  Entity b_{metadata_, Entity::State::kManaged};
  Entity c_{metadata_, Entity::State::kManaged};
  Collection collection_;
};

TEST_F(CollectionTest, KeepsADeltaWhileItsItemsAreUnknown) {
  EXPECT_TRUE(collection_.Add(&a_));
  EXPECT_FALSE(collection_.Add(&a_));
  EXPECT_TRUE(collection_.Remove(&b_));
  EXPECT_FALSE(collection_.initialized());
  EXPECT_THAT(collection_.added(), ElementsAre(&a_));
  EXPECT_THAT(collection_.removed(), ElementsAre(&b_));
}

TEST_F(CollectionTest, PutsTheDeltaOnTopOfWhatIsRead) {
  collection_.Add(&a_);
  collection_.Remove(&b_);
  collection_.Initialize({&b_, &c_});
  EXPECT_THAT(collection_.items(), ElementsAre(&c_, &a_));
  EXPECT_TRUE(collection_.dirty());
}

TEST_F(CollectionTest, AddingWhatItHoldsChangesNothing) {
  collection_.Initialize({&a_});
  EXPECT_FALSE(collection_.Add(&a_));
  EXPECT_FALSE(collection_.dirty());
}

TEST_F(CollectionTest, AddAndRemoveOfTheSameItemCancelOut) {
  collection_.Initialize({&a_});
  collection_.Remove(&a_);
  collection_.Add(&a_);
  collection_.Add(&b_);
  collection_.Remove(&b_);
  EXPECT_FALSE(collection_.dirty());
  EXPECT_THAT(collection_.items(), ElementsAre(&a_));
}

TEST_F(CollectionTest, RemovingWhatItDoesNotHoldChangesNothing) {
  collection_.Initialize({});
  EXPECT_FALSE(collection_.Remove(&a_));
  EXPECT_THAT(collection_.removed(), IsEmpty());
}

TEST_F(CollectionTest, StepsAreTakenBackToTheOrderBefore) {
  collection_.Initialize({&a_, &b_, &c_});
  collection_.Remove(&b_);
  std::vector<Collection::Step> steps = {*collection_.Remove(&a_), *collection_.Add(&b_), *collection_.Remove(&c_),
                                         *collection_.Add(&a_)};
  EXPECT_THAT(collection_.items(), ElementsAre(&b_, &a_));
  collection_.UndoAdd(steps[3]);
  collection_.UndoRemove(steps[2]);
  collection_.UndoAdd(steps[1]);
  collection_.UndoRemove(steps[0]);
  EXPECT_THAT(collection_.items(), ElementsAre(&a_, &c_));
  EXPECT_THAT(collection_.removed(), ElementsAre(&b_));
}

TEST_F(CollectionTest, TakesManyItemsWhetherTheyAreKnownOrNot) {
  constexpr size_t kMany = 100'000;
  std::vector<std::unique_ptr<Entity>> many;
  std::vector<Entity*> items;
  for (size_t i = 0; i < kMany; ++i) {
    many.push_back(std::make_unique<Entity>(metadata_, Entity::State::kManaged));
    items.push_back(many.back().get());
  }
  for (Entity* item : items) ASSERT_TRUE(collection_.Add(item));
  for (Entity* item : items) ASSERT_FALSE(collection_.Add(item));
  for (Entity* item : items) ASSERT_TRUE(collection_.Remove(item));
  EXPECT_EQ(collection_.removed().size(), kMany);
  collection_.MarkClean();
  collection_.Initialize(items);
  for (Entity* item : items) ASSERT_TRUE(collection_.Remove(item));
  EXPECT_THAT(collection_.items(), IsEmpty());
}

TEST_F(CollectionTest, IsCleanOnceTheDeltaIsWritten) {
  collection_.Initialize({&a_});
  collection_.Add(&b_);
  collection_.MarkClean();
  EXPECT_FALSE(collection_.dirty());
  EXPECT_THAT(collection_.items(), ElementsAre(&a_, &b_));
}

}  // namespace
}  // namespace ormd
