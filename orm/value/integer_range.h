// The ranges of the integer types.
#pragma once

#include <cstdint>
#include <limits>

#include "orm/value/type.h"

namespace ormd {

// `kind` below: smallint, integer or bigint.

inline int64_t MostOf(TypeKind kind) {
  if (kind == TypeKind::kSmallint) return std::numeric_limits<int16_t>::max();
  return kind == TypeKind::kInteger ? std::numeric_limits<int32_t>::max() : std::numeric_limits<int64_t>::max();
}

inline bool FitsInteger(TypeKind kind, int64_t value) {
  if (kind == TypeKind::kSmallint) return value == static_cast<int16_t>(value);
  if (kind == TypeKind::kInteger) return value == static_cast<int32_t>(value);
  return true;
}

}  // namespace ormd
