#include "orm/schema/postgres/column_type.h"

#include <array>
#include <optional>
#include <string_view>

#include "orm/base/strings.h"

namespace ormd::postgres {
namespace {

struct KnownType {
  std::string_view name;
  TypeKind kind;
  bool own = true;  // the one that the kind has by itself
};

constexpr std::array kKnownTypes = std::to_array<KnownType>({
    {"boolean", TypeKind::kBool},
    {"smallint", TypeKind::kSmallint},
    {"integer", TypeKind::kInteger},
    {"bigint", TypeKind::kBigint},
    {"real", TypeKind::kReal},
    {"double precision", TypeKind::kDouble},
    {"numeric", TypeKind::kDecimal},
    {"text", TypeKind::kText},
    {"character varying", TypeKind::kVarchar},
    {"character", TypeKind::kChar},
    {"uuid", TypeKind::kUuid},
    {"bytea", TypeKind::kBytes},
    {"date", TypeKind::kDate},
    {"time without time zone", TypeKind::kTime},
    {"timestamp with time zone", TypeKind::kTimestamp},
    {"interval", TypeKind::kInterval},
    {"jsonb", TypeKind::kJson},
    {"bpchar", TypeKind::kChar, false},
    {"json", TypeKind::kJson, false},
    {"money", TypeKind::kDecimal, false},
    {"oid", TypeKind::kBigint, false},
    {"time with time zone", TypeKind::kTime, false},
    {"timestamp without time zone", TypeKind::kTimestamp, false},
});

// "timestamp(3) with time zone" has "3" in it and is called "timestamp with time zone".
struct ModifiedName {
  std::string name;
  std::string modifier;
};

ModifiedName SplitModifier(std::string_view text) {
  const size_t open = text.find('(');
  const size_t close = text.find(')', open);
  if (text.starts_with('"') || close == std::string_view::npos) return {std::string(text), ""};
  return {StrCat(text.substr(0, open), text.substr(close + 1)), std::string(text.substr(open + 1, close - open - 1))};
}

// Whether the modifier says no more than the kind's own members can.
bool TakeModifier(std::string_view modifier, Type& type) {
  if (modifier.empty()) return true;
  const size_t comma = modifier.find(',');
  const auto first = ParseInteger<uint32_t>(modifier.substr(0, comma));
  if (!first.has_value()) return false;
  if (type.kind == TypeKind::kVarchar || type.kind == TypeKind::kChar) {
    type.length = first;
    return true;
  }
  if (type.kind != TypeKind::kDecimal || comma == std::string_view::npos) return false;
  const auto scale = ParseInteger<uint32_t>(modifier.substr(comma + 1));
  if (!scale.has_value()) return false;
  type.precision = first;
  type.scale = scale;
  return true;
}

Type NamedType(std::string_view text) {
  const ModifiedName modified = SplitModifier(text);
  Type type;
  for (const KnownType& known : kKnownTypes) {
    if (known.name != modified.name) continue;
    type.kind = known.kind;
    if (!TakeModifier(modified.modifier, type) || !known.own) type.database_type = std::string(text);
    return type;
  }
  type.database_type = std::string(text);
  return type;
}

bool TakeList(std::string_view& name) {
  const bool list = name.ends_with("[]");
  while (name.ends_with("[]")) name.remove_suffix(2);
  return list;
}

Type ListOf(Type element) {
  return {.kind = TypeKind::kArray, .element = std::make_shared<const Type>(std::move(element))};
}

Type ElementType(std::string_view name, const CatalogType& type) {
  if (type.enum_name.empty()) return NamedType(name);
  return {.kind = TypeKind::kEnum, .labels = type.labels, .database_type = type.enum_name};
}

Type TypeBelow(std::string_view name, const CatalogType& type) {
  const bool list = TakeList(name);
  Type element = ElementType(name, type);
  return list ? ListOf(std::move(element)) : element;
}

}  // namespace

Type TypeOf(const CatalogType& type) {
  if (type.base.empty()) return TypeBelow(type.name, type);
  std::string_view name = type.name;
  const bool list = TakeList(name);
  Type domain = TypeBelow(type.base, type);
  domain.database_type = std::string(name);
  return list ? ListOf(std::move(domain)) : domain;
}

}  // namespace ormd::postgres
