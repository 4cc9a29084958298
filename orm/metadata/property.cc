#include "orm/metadata/property.h"

#include <google/protobuf/descriptor.h>

namespace ormd {

bool PropertyMetadata::empty_by_default() const {
  return is_scalar() && persist && !nullable && !read_only() && !default_value && !default_raw && field->is_repeated();
}

bool PropertyMetadata::optional_at_create() const {
  if (nullable || !persist || identity || version || read_only() || is_inverse() || is_to_many()) return true;
  return default_value || default_raw || on_create != Generate::kNone || empty_by_default();
}

}  // namespace ormd
