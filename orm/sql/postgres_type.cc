#include "orm/sql/postgres_type.h"

#include <algorithm>
#include <initializer_list>

#include "absl/strings/ascii.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

// Of the kind, whatever the database type; not of lists.
std::string_view KindType(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return "boolean";
    case TypeKind::kSmallint:
      return "smallint";
    case TypeKind::kInteger:
      return "integer";
    case TypeKind::kBigint:
      return "bigint";
    case TypeKind::kReal:
      return "real";
    case TypeKind::kDouble:
      return "double precision";
    case TypeKind::kDecimal:
      return "numeric";
    case TypeKind::kChar:
      return "bpchar";
    case TypeKind::kUuid:
      return "uuid";
    case TypeKind::kBytes:
      return "bytea";
    case TypeKind::kDate:
      return "date";
    case TypeKind::kTime:
      return "time";
    case TypeKind::kTimestamp:
      return "timestamptz";
    case TypeKind::kInterval:
      return "interval";
    case TypeKind::kJson:
      return "jsonb";
    default:
      return "text";
  }
}

// "timestamp(3) without time zone" is "timestamp without time zone". A quoted name has no modifier.
std::string WithoutModifier(std::string_view type) {
  const size_t open = type.find('(');
  const size_t close = type.find(')', open);
  if (type.starts_with('"') || close == std::string_view::npos) return std::string(type);
  std::string_view head = type.substr(0, open);
  while (head.ends_with(' ')) head.remove_suffix(1);
  return StrCat(head, type.substr(close + 1));
}

// Without their length these two mean a length of one, and a cast cuts what is longer.
std::string CastName(std::string_view database_type) {
  std::string name = WithoutModifier(database_type);
  if (name == "char" || name == "character") return "bpchar";
  return name == "bit" ? "varbit" : name;
}

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Whether a column of the database type comes as the text that the kind's own type has.
bool ReadsAlike(TypeKind kind, std::string_view database_type) {
  const std::string name = absl::AsciiStrToLower(ToAbsl(WithoutModifier(database_type)));
  switch (kind) {
    case TypeKind::kReal:
    case TypeKind::kDouble:
    case TypeKind::kDecimal:
      return name != "money";
    case TypeKind::kTimestamp:
      return IsOneOf(name, {"timestamptz", "timestamp with time zone"});
    case TypeKind::kDate:
      return name == "date";
    case TypeKind::kTime:
      return IsOneOf(name, {"time", "time without time zone"});
    case TypeKind::kJson:
      return IsOneOf(name, {"json", "jsonb"});
    default:
      return true;
  }
}

}  // namespace

std::string PostgresCastType(const Type& type) {
  if (!type.database_type.empty()) return CastName(type.database_type);
  if (type.kind == TypeKind::kArray) return StrCat(PostgresCastType(*type.element), "[]");
  return std::string(KindType(type.kind));
}

std::string PostgresReadType(const Type& type) {
  if (type.kind == TypeKind::kArray) {
    const std::string element = PostgresReadType(*type.element);
    return element.empty() ? "" : StrCat(element, "[]");
  }
  if (type.database_type.empty() || ReadsAlike(type.kind, type.database_type)) return "";
  // Money has no cast to floating point.
  const bool floating = type.kind == TypeKind::kReal || type.kind == TypeKind::kDouble;
  return std::string(KindType(floating ? TypeKind::kDecimal : type.kind));
}

}  // namespace ormd
