#include "orm/metadata/entity_metadata.h"

#include "orm/base/strings.h"

namespace ormd {

const PropertyMetadata* EntityMetadata::FindProperty(std::string_view property_name) const {
  const auto found = by_name.find(ToAbsl(property_name));
  return found == by_name.end() ? nullptr : found->second;
}

}  // namespace ormd
