// The ranges of the integer types.
#pragma once

#include <cstdint>

#include "orm/value/type.h"

namespace ormd {

// `kind`: smallint, integer or bigint.
inline bool FitsInteger(TypeKind kind, int64_t value) {
  if (kind == TypeKind::kSmallint) return value == static_cast<int16_t>(value);
  if (kind == TypeKind::kInteger) return value == static_cast<int32_t>(value);
  return true;
}

}  // namespace ormd
