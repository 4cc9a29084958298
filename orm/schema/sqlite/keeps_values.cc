#include "orm/schema/sqlite/keeps_values.h"

#include <optional>

#include "orm/schema/sqlite/type_traits.h"

namespace ormd {
namespace {

bool KeepsDecimal(const Type& from, const Type& to) {
  if (!to.precision.has_value()) return !to.scale.has_value() || from.scale.value_or(~0U) <= *to.scale;
  if (!from.precision.has_value()) return false;
  const uint32_t from_scale = DecimalScaleOf(from).value_or(0);
  const uint32_t to_scale = DecimalScaleOf(to).value_or(0);
  return from_scale <= to_scale && *from.precision - from_scale <= *to.precision - to_scale;
}

// Characters of the longest text form; nullopt where there is no longest.
std::optional<uint32_t> LengthOf(const Type& type) {
  switch (type.kind) {
    case TypeKind::kUuid:
      return 36;
    case TypeKind::kDate:
      return 10;
    case TypeKind::kBool:
      return 5;
    case TypeKind::kSmallint:
      return 6;
    case TypeKind::kInteger:
      return 11;
    case TypeKind::kBigint:
      return 20;
    case TypeKind::kVarchar:
    case TypeKind::kChar:
      return type.length;
    default:
      return std::nullopt;
  }
}

bool KeepsAsText(const Type& from, const Type& to) {
  return from.kind != TypeKind::kBytes && (!to.length.has_value() || LengthOf(from).value_or(~0U) <= *to.length);
}

bool KeepsInteger(const Type& from, const Type& to) {
  return (IsInteger(from.kind) || from.kind == TypeKind::kBool) && IntegerRank(from.kind) <= IntegerRank(to.kind);
}

// Whole numbers of up to so many digits are exact.
bool KeepsAsDecimal(const Type& from, const Type& to) {
  if (from.kind == TypeKind::kDecimal) return KeepsDecimal(from, to);
  if (!IsInteger(from.kind)) return false;
  const uint32_t digits = from.kind == TypeKind::kSmallint ? 5 : from.kind == TypeKind::kInteger ? 10 : 19;
  return !to.precision.has_value() || *to.precision - DecimalScaleOf(to).value_or(0) >= digits;
}

}  // namespace

bool KeepsValues(const Type& from, const Type& to) {
  if (IsStoredAlike(from, to)) return true;
  if (IsString(to.kind)) return KeepsAsText(from, to);
  if (IsInteger(to.kind)) return KeepsInteger(from, to);
  switch (to.kind) {
    case TypeKind::kDouble:
      return from.kind == TypeKind::kReal || (IsInteger(from.kind) && from.kind != TypeKind::kBigint);
    case TypeKind::kDecimal:
      return KeepsAsDecimal(from, to);
    case TypeKind::kEnum:
      return from.kind == TypeKind::kEnum;
    case TypeKind::kTimestamp:
      return from.kind == TypeKind::kDate;
    case TypeKind::kJson:
      return from.kind != TypeKind::kBytes;
    case TypeKind::kBytes:
      return IsString(from.kind);
    default:
      return false;
  }
}

}  // namespace ormd
