// What tests of flushes stage.
#pragma once

#include "tests/unit/unit/unit_fixture.h"

namespace ormd {

class FlushTest : public UnitTest {
 protected:
  using UnitTest::UnitTest;

  Data Author(const std::string& name) { return std::move(Data(entity("Author")).Set("name", name)); }
  Data Book(const std::string& title, Target author) {
    Data data(entity("Book"));
    data.Set("title", title).Point("author", std::move(author));
    return data;
  }
  Entity* Create(EntityManager& em, Data data, std::string local = "") {
    absl::StatusOr<Entity*> created = em.Create(data.Take(), std::move(local), kContext);
    EXPECT_TRUE(created.ok()) << created.status();
    return created.ok() ? *created : nullptr;
  }
  Entity* Assign(EntityManager& em, std::string_view type, Key key, Data data) {
    absl::StatusOr<Entity*> assigned =
        em.Assign({&entity(type), std::move(key), ""}, data.Take(), std::nullopt, kContext);
    EXPECT_TRUE(assigned.ok()) << assigned.status();
    return assigned.ok() ? *assigned : nullptr;
  }
  void Remove(EntityManager& em, std::string_view type, Key key) {
    ASSERT_TRUE(em.Remove({&entity(type), std::move(key), ""}, std::nullopt, "", kContext).ok());
  }
};

}  // namespace ormd
