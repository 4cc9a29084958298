#include "orm/generate/default_option.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "orm/generate/sql_literal.h"

namespace ormd {
namespace {

bool IsInteger(TypeKind kind) {
  return kind == TypeKind::kSmallint || kind == TypeKind::kInteger || kind == TypeKind::kBigint;
}

// How PostgreSQL names the type to which it casts a literal that stands for itself in a column of the kind.
std::string_view OwnCast(TypeKind kind) {
  switch (kind) {
    case TypeKind::kText:
    case TypeKind::kEnum:
      return "text";
    case TypeKind::kVarchar:
      return "character varying";
    case TypeKind::kChar:
      return "bpchar";
    case TypeKind::kUuid:
      return "uuid";
    case TypeKind::kDate:
      return "date";
    case TypeKind::kJson:
      return "jsonb";
    default:
      return "";
  }
}

// -1 is printed as '-1'::integer, -1.5 as '-1.5'::numeric.
bool IsNegativeNumber(const Type& type, const SqlLiteral& literal) {
  if (!literal.text.starts_with('-')) return false;
  return (IsInteger(type.kind) && literal.cast == "integer") ||
         (type.kind == TypeKind::kDecimal && literal.cast == "numeric");
}

bool SameCast(const Type& type, const SqlLiteral& literal) {
  return literal.cast.empty() || literal.cast == OwnCast(type.kind) || IsNegativeNumber(type, literal);
}

std::string OwnForm(const Type& type, const SqlLiteral& literal) {
  if (type.kind != TypeKind::kBool) return literal.text;
  const std::string word = absl::AsciiStrToLower(literal.text);
  return word == "1" ? "true" : word == "0" ? "false" : word;
}

}  // namespace

std::optional<std::string> DefaultValueOf(const Type& type, std::string_view sql, const Platform& platform) {
  const std::optional<SqlLiteral> given = ReadSqlLiteral(sql);
  if (!given || !type.database_type.empty() || type.kind == TypeKind::kArray || !SameCast(type, *given)) {
    return std::nullopt;
  }
  const std::string value = OwnForm(type, *given);
  const absl::StatusOr<Value> canonical = Canonicalize(type, Value(value));
  if (!canonical.ok()) return std::nullopt;
  const std::optional<SqlLiteral> ours = ReadSqlLiteral(platform.Literal(type, *canonical));
  if (!ours || !absl::EqualsIgnoreCase(ours->text, given->text)) return std::nullopt;
  if (ours->text != given->text && type.kind != TypeKind::kBool) return std::nullopt;
  if (ours->quoted != given->quoted && !IsNegativeNumber(type, *given)) return std::nullopt;
  return value;
}

void AddDefault(const Type& type, const std::string& sql, const Platform& platform, OptionMessage& options) {
  if (const std::optional<std::string> value = DefaultValueOf(type, sql, platform)) {
    options.Text("default", *value);
  } else {
    options.Text("default_raw", sql);
  }
}

}  // namespace ormd
