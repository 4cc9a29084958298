#include "orm/schema/sqlite/declared_type.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "orm/base/strings.h"
#include "orm/metadata/type_limits.h"
#include "orm/sql/platform.h"

namespace ormd {
namespace {

using Named = std::pair<std::string_view, TypeKind>;

constexpr std::array kNames = std::to_array<Named>({
    {"BOOL", TypeKind::kBool},
    {"BOOLEAN", TypeKind::kBool},
    {"TINYINT", TypeKind::kSmallint},
    {"SMALLINT", TypeKind::kSmallint},
    {"INT2", TypeKind::kSmallint},
    {"INT", TypeKind::kInteger},
    {"INT4", TypeKind::kInteger},
    {"MEDIUMINT", TypeKind::kInteger},
    {"INTEGER", TypeKind::kBigint},
    {"BIGINT", TypeKind::kBigint},
    {"INT8", TypeKind::kBigint},
    {"REAL", TypeKind::kDouble},
    {"FLOAT", TypeKind::kDouble},
    {"DOUBLE", TypeKind::kDouble},
    {"DOUBLE PRECISION", TypeKind::kDouble},
    {"NUMERIC", TypeKind::kDecimal},
    {"DECIMAL", TypeKind::kDecimal},
    {"TEXT", TypeKind::kText},
    {"VARCHAR", TypeKind::kVarchar},
    {"NVARCHAR", TypeKind::kVarchar},
    {"CHARACTER VARYING", TypeKind::kVarchar},
    {"VARYING CHARACTER", TypeKind::kVarchar},
    {"CHAR", TypeKind::kChar},
    {"NCHAR", TypeKind::kChar},
    {"CHARACTER", TypeKind::kChar},
    {"NATIVE CHARACTER", TypeKind::kChar},
    {"UUID", TypeKind::kUuid},
    {"GUID", TypeKind::kUuid},
    {"UNIQUEIDENTIFIER", TypeKind::kUuid},
    {"BLOB", TypeKind::kBytes},
    {"BYTEA", TypeKind::kBytes},
    {"BINARY", TypeKind::kBytes},
    {"VARBINARY", TypeKind::kBytes},
    {"DATE", TypeKind::kDate},
    {"TIME", TypeKind::kTime},
    {"DATETIME", TypeKind::kTimestamp},
    {"TIMESTAMP", TypeKind::kTimestamp},
    {"TIMESTAMPTZ", TypeKind::kTimestamp},
    {"TIMESTAMP WITH TIME ZONE", TypeKind::kTimestamp},
    {"JSON", TypeKind::kJson},
    {"JSONB", TypeKind::kJson},
});

bool Contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// SQLite's own rules.
TypeKind KindOfAffinity(std::string_view name) {
  if (Contains(name, "INT")) return TypeKind::kBigint;
  if (name.empty() || Contains(name, "CHAR") || Contains(name, "CLOB") || Contains(name, "TEXT")) {
    return TypeKind::kText;
  }
  if (Contains(name, "BLOB")) return TypeKind::kBytes;
  if (Contains(name, "REAL") || Contains(name, "FLOA") || Contains(name, "DOUB")) return TypeKind::kDouble;
  return name == "ANY" ? TypeKind::kText : TypeKind::kDecimal;
}

TypeKind KindOf(std::string_view name) {
  const auto found =
      std::find_if(kNames.begin(), kNames.end(), [&](const Named& named) { return named.first == name; });
  return found == kNames.end() ? KindOfAffinity(name) : found->second;
}

std::string PlainName(std::string_view declared) {
  const std::string upper = absl::AsciiStrToUpper(ToAbsl(declared.substr(0, declared.find('('))));
  const std::vector<std::string> words = absl::StrSplit(upper, ' ', absl::SkipWhitespace());
  return StrJoin(words, " ");
}

std::optional<uint32_t> Number(std::string_view text) {
  return ParseInteger<uint32_t>(FromAbsl(absl::StripAsciiWhitespace(ToAbsl(text))));
}

// "(10, 2)": both, the first, or none.
std::pair<std::optional<uint32_t>, std::optional<uint32_t>> Arguments(std::string_view declared) {
  const size_t open = declared.find('(');
  const size_t close = declared.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  const std::string_view inside = declared.substr(open + 1, close - open - 1);
  const size_t comma = inside.find(',');
  if (comma == std::string_view::npos) return {Number(inside), std::nullopt};
  return {Number(inside.substr(0, comma)), Number(inside.substr(comma + 1))};
}

bool FitsDigits(uint32_t precision, uint32_t scale) {
  return precision > 0 && precision <= kMostDigits && scale <= precision;
}

bool FitsLength(std::optional<uint32_t> length) { return length && *length > 0 && *length <= kLongestText; }

}  // namespace

// SQLite heeds neither lengths nor digits, so those that no entity can have say nothing.
Type TypeOfDeclaration(std::string_view declared, std::string_view comment) {
  if (!comment.empty()) {
    if (std::optional<Type> own = ParseTypeName(comment); own.has_value()) return *std::move(own);
  }
  Type type{.kind = KindOf(PlainName(declared))};
  const auto [first, second] = Arguments(declared);
  if (type.kind == TypeKind::kDecimal && first.has_value() && FitsDigits(*first, second.value_or(0))) {
    type.precision = first;
    type.scale = second.value_or(0);
  }
  if (type.kind == TypeKind::kVarchar || type.kind == TypeKind::kChar) {
    if (!FitsLength(first)) {
      type.kind = TypeKind::kText;
    } else {
      type.length = first;
    }
  }
  return type;
}

std::string DeclarationOf(const Type& type) {
  const std::string storage = SqlitePlatform().ColumnType(type);
  const bool plain = TypeOfDeclaration(storage, "") == type;
  return plain ? storage : StrCat(storage, " /* ", TypeName(type), " */");
}

}  // namespace ormd
