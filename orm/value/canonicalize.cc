#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/value/canonical_form.h"
#include "orm/value/errors.h"

namespace ormd {
namespace {

absl::Status MakeCanonical(const Type& type, Value& value, uint64_t& added_digits);

absl::Status CanonicalList(const Type& type, Value& value, uint64_t& added_digits) {
  List* items = value.get_if<List>();
  if (items == nullptr) return WrongKind(type, value.kind_name());
  for (size_t i = 0; i < items->size(); ++i) {
    const absl::Status status = MakeCanonical(*type.element, (*items)[i], added_digits);
    if (!status.ok()) return UnderField(status, StrCat("[", i, "]"));
  }
  return absl::OkStatus();
}

absl::Status MakeCanonical(const Type& type, Value& value, uint64_t& added_digits) {
  if (value.is_null()) return absl::OkStatus();
  switch (type.kind) {
    case TypeKind::kBool:
      return CanonicalBool(type, value);
    case TypeKind::kSmallint:
    case TypeKind::kInteger:
    case TypeKind::kBigint:
      return CanonicalInteger(type, value);
    case TypeKind::kReal:
    case TypeKind::kDouble:
      return CanonicalFloat(type, value);
    case TypeKind::kDecimal:
      return CanonicalNumeric(type, value, added_digits);
    case TypeKind::kText:
    case TypeKind::kVarchar:
    case TypeKind::kChar:
      return CanonicalString(type, value);
    case TypeKind::kUuid:
    case TypeKind::kDate:
    case TypeKind::kTime:
      return CanonicalTextForm(type, value);
    case TypeKind::kBytes:
      return CanonicalBytes(type, value);
    case TypeKind::kTimestamp:
      return CanonicalTimestamp(type, value);
    case TypeKind::kInterval:
      return CanonicalInterval(type, value);
    case TypeKind::kJson:
      return CanonicalDocument(type, value, added_digits);
    case TypeKind::kEnum:
      return CanonicalLabel(type, value);
    case TypeKind::kArray:
      return CanonicalList(type, value, added_digits);
  }
  return WrongKind(type, value.kind_name());
}

}  // namespace

absl::StatusOr<Value> Canonicalize(const Type& type, Value value) {
  ORMD_RETURN_IF_ERROR(MakeCanonical(type, value));
  return value;
}

absl::Status MakeCanonical(const Type& type, Value& value) {
  uint64_t added_digits = 0;
  return MakeCanonical(type, value, added_digits);
}

}  // namespace ormd
