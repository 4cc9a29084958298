#include "client/cpp/model.h"

#include <gtest/gtest.h>

#include "tests/unit/client/shop.h"

namespace ormd::client {
namespace {

TEST(ModelTest, KeysMayBeDurationsAndWrappers) {
  orm::v1::ListEntitiesResponse entities = ShopEntities();
  for (orm::v1::Entity& entity : *entities.mutable_entities()) {
    if (entity.name() != "shop.v1.Sample") continue;
    entity.clear_primary_key();
    for (const char* name : {"length", "note", "id"}) entity.add_primary_key(name);
  }
  const Model model(entities, ShopFiles());
  const auto sample =
      ShopMessage(model, "Sample", R"(length { seconds: -5 nanos: -500000000 } note { value: "a" } id: 7)");
  const orm::v1::Key key = KeyOf(*model.Find("Sample"), *sample);
  ASSERT_EQ(key.values_size(), 3);
  EXPECT_EQ(key.values(0).text(), "-5.500s");
  EXPECT_EQ(key.values(1).text(), "a");
  EXPECT_EQ(key.values(2).int64(), 7);
}

}  // namespace
}  // namespace ormd::client
