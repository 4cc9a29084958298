// An EntityManager in a transaction, and authors.
#pragma once

#include <string>
#include <vector>

#include "tests/unit/unit/unit_fixture.h"

namespace ormd {

class TransactionTest : public UnitTest {
 protected:
  absl::Status Create(EntityManager& em, const std::string& name) {
    return em.Create(Data(entity("Author")).Set("name", name).Take(), "", kContext).status();
  }
  std::vector<std::string> Names() { return Query("SELECT name FROM author ORDER BY name"); }
};

}  // namespace ormd
