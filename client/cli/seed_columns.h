// Columns of seeds and the foreign keys over them that are no relations.
#pragma once

#include <string_view>
#include <vector>

#include "client/cpp/model.h"

namespace ormd::cli {

// A foreign key that is no relation: the properties have the values that `targets` have in a row of the target.
struct SeedForeignKey {
  std::vector<const client::Property*> properties;
  const client::EntityType* target = nullptr;
  std::vector<const client::Property*> targets;
};

// Whether a row must or may give it: it has columns, and neither the database nor ormd makes it.
bool IsGiven(const client::EntityType& type, const client::Property& property);

// The property that has just this column; nullptr where there is none.
const client::Property* PropertyOfColumn(const client::EntityType& type, std::string_view column);

// Those of the entity whose sides are scalars, on its own side ones that rows give. Made anew each time.
std::vector<SeedForeignKey> ForeignKeysOf(const client::Model& model, const client::EntityType& type);

}  // namespace ormd::cli
