#include <array>

#include "orm/base/strings.h"
#include "orm/value/type.h"

namespace ormd {
namespace {

constexpr std::array<std::string_view, static_cast<size_t>(TypeKind::kArray) + 1> kNames = {
    "bool", "smallint", "integer", "bigint", "real",      "double",   "decimal", "text", "varchar", "char",
    "uuid", "bytes",    "date",    "time",   "timestamp", "interval", "json",    "enum", "array"};

std::string Digits(const Type& type) {
  if (!type.precision.has_value()) return "";
  if (!type.scale.has_value()) return StrCat("(", *type.precision, ")");
  return StrCat("(", *type.precision, ",", *type.scale, ")");
}

bool SameElement(const std::shared_ptr<const Type>& a, const std::shared_ptr<const Type>& b) {
  if (a == nullptr || b == nullptr) return a == b;
  return *a == *b;
}

}  // namespace

bool Type::operator==(const Type& other) const {
  return kind == other.kind && length == other.length && precision == other.precision && scale == other.scale &&
         labels == other.labels && database_type == other.database_type && SameElement(element, other.element);
}

std::string TypeName(const Type& type) {
  if (type.kind == TypeKind::kArray && type.element != nullptr) return StrCat(TypeName(*type.element), "[]");
  std::string name(kNames[static_cast<size_t>(type.kind)]);
  if (type.length.has_value()) StrAppend(&name, "(", *type.length, ")");
  if (type.kind == TypeKind::kDecimal) StrAppend(&name, Digits(type));
  return name;
}

}  // namespace ormd
