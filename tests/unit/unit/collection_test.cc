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

TEST_F(CollectionTest, IsCleanOnceTheDeltaIsWritten) {
  collection_.Initialize({&a_});
  collection_.Add(&b_);
  collection_.MarkClean();
  EXPECT_FALSE(collection_.dirty());
  EXPECT_THAT(collection_.items(), ElementsAre(&a_, &b_));
}

}  // namespace
}  // namespace ormd
