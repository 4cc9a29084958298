#include "orm/unit/entity_list.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "orm/unit/entity.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

class EntityListTest : public ::testing::Test {
 protected:
  EntityListTest() {
    for (int i = 0; i < 60; ++i) {
      owned_.push_back(std::make_unique<Entity>(metadata_, Entity::State::kManaged));
      all_.push_back(owned_.back().get());
    }
  }

  EntityMetadata metadata_;
  std::vector<std::unique_ptr<Entity>> owned_;
  std::vector<Entity*> all_;
};

TEST_F(EntityListTest, KeepsTheOrderAroundWhatIsTakenOut) {
  EntityList list({all_[0], all_[1], all_[2], all_[3]});
  EXPECT_EQ(list.Erase(all_[2]), 2u);
  EXPECT_EQ(list.Erase(all_[0]), 0u);
  EXPECT_EQ(list.Erase(all_[0]), std::nullopt);
  list.Append(all_[0]);
  EXPECT_THAT(list, ElementsAre(all_[1], all_[3], all_[0]));
  EXPECT_EQ(list.size(), 3u);
}

TEST_F(EntityListTest, IsEmptyOnceAllAreTakenOut) {
  EntityList list({all_[0], all_[1]});
  list.Erase(all_[0]);
  list.Erase(all_[1]);
  EXPECT_TRUE(list.empty());
  EXPECT_THAT(list, IsEmpty());
}

TEST_F(EntityListTest, ClosesHoles) {
  EntityList list(all_);
  EXPECT_TRUE(list.Contains(all_[59]));
  for (int i = 0; i < 50; ++i) list.Erase(all_[i]);
  list.CloseHoles();
  EXPECT_THAT(list, ElementsAreArray(all_.begin() + 50, all_.end()));
  EXPECT_EQ(list.Erase(all_[55]), 5u);
}

// Any number of steps, short lists and long ones, and all of it taken back.
TEST_F(EntityListTest, GoesBackByTheSameSteps) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    EntityList list;
    std::vector<std::vector<Entity*>> before;
    std::vector<std::pair<Entity*, std::optional<size_t>>> steps;
    std::vector<Entity*> expected;
    for (int i = 0; i < 150; ++i) {
      Entity* const entity = all_[random() % (seed % 2 == 0 ? 8 : all_.size())];
      before.push_back(expected);
      steps.emplace_back(entity, list.Erase(entity));
      ASSERT_EQ(steps.back().second.has_value(), std::erase(expected, entity) > 0);
      if (!steps.back().second.has_value()) {
        list.Append(entity);
        expected.push_back(entity);
      }
      ASSERT_THAT(list, ElementsAreArray(expected)) << "seed " << seed;
      ASSERT_EQ(list.size(), expected.size());
    }
    for (; !steps.empty(); steps.pop_back(), before.pop_back()) {
      const auto& [entity, place] = steps.back();
      place.has_value() ? list.Restore(entity, *place) : void(list.Erase(entity));
      ASSERT_THAT(list, ElementsAreArray(before.back())) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace ormd
