#include "orm/metadata/about_property.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"
#include "orm/metadata/entity_metadata.h"

namespace ormd {

absl::Status AboutProperty(const absl::Status& status, const PropertyMetadata& property) {
  if (status.ok()) return status;
  Error error = ErrorOf(status);
  const bool named = std::any_of(error.metadata.begin(), error.metadata.end(), [](const auto& fact) {
    return fact.first == "entity" || fact.first == "property";
  });
  if (named) return status;
  error.metadata.emplace_back("entity", property.owner->name);
  error.metadata.emplace_back("property", property.name);
  return MakeError(std::move(error));
}

}  // namespace ormd
