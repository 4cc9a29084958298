// Groups of types that are stored and converted alike.
#pragma once

#include <optional>

#include "orm/value/type.h"

namespace ormd {

inline bool IsInteger(TypeKind kind) {
  return kind == TypeKind::kSmallint || kind == TypeKind::kInteger || kind == TypeKind::kBigint;
}

inline bool IsFloat(TypeKind kind) { return kind == TypeKind::kReal || kind == TypeKind::kDouble; }

inline bool IsString(TypeKind kind) {
  return kind == TypeKind::kText || kind == TypeKind::kVarchar || kind == TypeKind::kChar;
}

// Whole numbers of a lower rank fit into those of a higher one.
inline int IntegerRank(TypeKind kind) {
  if (kind == TypeKind::kBool) return 0;
  return kind == TypeKind::kSmallint ? 1 : kind == TypeKind::kInteger ? 2 : 3;
}

// Decimals without a scale but with a precision are whole numbers.
inline std::optional<uint32_t> DecimalScaleOf(const Type& type) {
  return type.precision.has_value() ? type.scale.value_or(0) : type.scale;
}

// Values of one are values of the other, as they are stored.
inline bool IsStoredAlike(const Type& a, const Type& b) { return TypeName(a) == TypeName(b) && a.labels == b.labels; }

}  // namespace ormd
