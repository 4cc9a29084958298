#include <algorithm>
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

std::optional<TypeKind> KindOf(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end() || name == kNames.back()) return std::nullopt;
  return static_cast<TypeKind>(found - kNames.begin());
}

bool HasLength(TypeKind kind) { return kind == TypeKind::kVarchar || kind == TypeKind::kChar; }

// "10" or "10,2", as `type` takes them.
bool ReadArguments(std::string_view arguments, Type& type) {
  const size_t comma = arguments.find(',');
  const std::optional<uint32_t> first = ParseInteger<uint32_t>(arguments.substr(0, comma));
  if (HasLength(type.kind)) type.length = first;
  if (type.kind == TypeKind::kDecimal) type.precision = first;
  if (!first.has_value() || !(type.length.has_value() || type.precision.has_value())) return false;
  if (comma == std::string_view::npos) return true;
  type.scale = ParseInteger<uint32_t>(arguments.substr(comma + 1));
  return type.kind == TypeKind::kDecimal && type.scale.has_value();
}

std::optional<Type> ParseElementName(std::string_view name) {
  const size_t open = name.find('(');
  const std::optional<TypeKind> kind = KindOf(name.substr(0, open));
  if (!kind.has_value()) return std::nullopt;
  Type type{.kind = *kind};
  if (open == std::string_view::npos) return type;
  if (name.back() != ')' || !ReadArguments(name.substr(open + 1, name.size() - open - 2), type)) return std::nullopt;
  return type;
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

std::optional<Type> ParseTypeName(std::string_view name) {
  constexpr std::string_view kList = "[]";
  if (!name.ends_with(kList)) return ParseElementName(name);
  std::optional<Type> element = ParseElementName(name.substr(0, name.size() - kList.size()));
  if (!element.has_value()) return std::nullopt;
  return Type{.kind = TypeKind::kArray, .element = std::make_shared<const Type>(*std::move(element))};
}

}  // namespace ormd
