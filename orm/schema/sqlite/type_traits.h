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

inline bool IsNumber(TypeKind kind) {
  return IsInteger(kind) || IsFloat(kind) || kind == TypeKind::kDecimal || kind == TypeKind::kBool ||
         kind == TypeKind::kInterval;
}

// Whether no value of one type says anything in the other.
inline bool IsForeign(TypeKind from, TypeKind to) {
  using Kind = TypeKind;
  const auto is_moment = [](Kind kind) {
    return kind == Kind::kDate || kind == Kind::kTime || kind == Kind::kTimestamp;
  };
  if (is_moment(to)) {
    if (is_moment(from)) return from != to && from != Kind::kTimestamp && (from == Kind::kTime || to == Kind::kTime);
    return IsNumber(from) || from == Kind::kUuid || from == Kind::kBytes;
  }
  if (to == Kind::kUuid) return IsNumber(from) || is_moment(from) || from == Kind::kBytes;
  return IsNumber(to) && (is_moment(from) || from == Kind::kUuid || from == Kind::kEnum);
}

// Values of one are values of the other, as they are stored.
inline bool IsStoredAlike(const Type& a, const Type& b) { return TypeName(a) == TypeName(b) && a.labels == b.labels; }

}  // namespace ormd
