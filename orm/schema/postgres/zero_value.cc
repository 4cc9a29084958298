#include "orm/schema/postgres/zero_value.h"

#include <array>
#include <string_view>

#include "orm/base/strings.h"
#include "orm/schema/postgres/statements.h"
#include "orm/sql/platform.h"

namespace ormd::postgres {
namespace {

Value ZeroOf(const Type& type) {
  switch (type.kind) {
    case TypeKind::kBool:
      return false;
    case TypeKind::kSmallint:
    case TypeKind::kInteger:
    case TypeKind::kBigint:
    case TypeKind::kInterval:
      return 0;
    case TypeKind::kReal:
    case TypeKind::kDouble:
      return 0.0;
    case TypeKind::kDecimal:
      return "0";
    case TypeKind::kText:
    case TypeKind::kVarchar:
    case TypeKind::kChar:
      return "";
    case TypeKind::kUuid:
      return "00000000-0000-0000-0000-000000000000";
    case TypeKind::kBytes:
      return Bytes{};
    case TypeKind::kDate:
      return "1970-01-01";
    case TypeKind::kTime:
      return "00:00:00";
    case TypeKind::kTimestamp:
      return Timestamp{};
    case TypeKind::kJson:
      return "{}";
    case TypeKind::kEnum:
      return type.labels.empty() ? "" : type.labels.front();
    case TypeKind::kArray:
      return List{};
  }
  return "";
}

struct ForeignZero {
  std::string_view type;
  std::string_view text;
};

// Types of PostgreSQL's own that have a text form, but none for an empty text.
constexpr std::array kForeignZeros = std::to_array<ForeignZero>({
    {"inet", "0.0.0.0"},
    {"cidr", "0.0.0.0/32"},
    {"macaddr", "00:00:00:00:00:00"},
    {"macaddr8", "00:00:00:00:00:00:00:00"},
    {"point", "(0,0)"},
    {"int4range", "empty"},
    {"int8range", "empty"},
    {"numrange", "empty"},
    {"daterange", "empty"},
    {"tsrange", "empty"},
    {"tstzrange", "empty"},
});

}  // namespace

std::string ZeroSql(const Type& type) {
  for (const ForeignZero& zero : kForeignZeros) {
    if (zero.type == type.database_type) return StrCat(TextLiteral(zero.text), "::", zero.type);
  }
  return PostgresPlatform().Literal(type, ZeroOf(type));
}

}  // namespace ormd::postgres
