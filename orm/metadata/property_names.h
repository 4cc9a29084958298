// Looking up properties that an option names.
#pragma once

#include <string_view>
#include <vector>

#include "orm/metadata/entity_metadata.h"

namespace ormd {

inline std::vector<std::string_view> PropertyNames(const EntityMetadata& entity) {
  std::vector<std::string_view> names;
  for (const auto& property : entity.properties) names.push_back(property->name);
  return names;
}

}  // namespace ormd
